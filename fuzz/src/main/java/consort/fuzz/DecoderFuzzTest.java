package consort.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is expected of every decoder that reads a peer's bytes; a subclass says what it decodes.
///
/// Whatever the input, a decoder accepts it or refuses it with its documented exception, and allocates no more than in
/// proportion to it. The subclass adds what must hold of an accepted input, such as that it encodes to the same bytes.
public abstract class DecoderFuzzTest {
    /// For a decoder that does not end.
    private static final Duration LONGEST_QUICK_RUN = Duration.ofMinutes(10);

    /// Inputs that the decoder accepts, from which the fuzzer starts.
    protected abstract List<byte[]> seeds() throws Exception;

    /// Decodes `input`.
    ///
    /// @return whether it was accepted; false stands for the documented refusal
    /// @throws Throwable anything else, which is a finding, as is an assertion on what was accepted
    protected abstract boolean accepts(byte[] input) throws Throwable;

    /// The words of a text format, which a fuzzer would guess too slowly.
    protected List<String> words() {
        return List.of();
    }

    /// The length up to which the fuzzer lets inputs grow.
    protected int maxInputBytes() {
        return 4096;
    }

    /// How much one decoding may allocate, garbage included, for an input of this length.
    protected long maxAllocatedBytes(int inputBytes) {
        return (256L << 10) + 512L * inputBytes;
    }

    /// How many inputs a build tries, beside the seeds.
    protected int quickRuns() {
        return 5000;
    }

    /// Packages whose branches guide the fuzzer, in Jazzer's notation, separated by colons.
    protected String guidedBy() {
        return "consort.**";
    }

    @Test
    void acceptsTheInputsToStartFrom() throws Throwable {
        List<byte[]> seeds = seeds();
        assertThat(seeds).isNotEmpty();
        for (int i = 0; i < seeds.size(); i++) {
            assertThat(accepts(seeds.get(i))).as("input %d of %d is accepted", i + 1, seeds.size()).isTrue();
        }
    }

    @Test
    void bearsWhatTheFuzzerFoundEarlier() throws Throwable {
        for (Path finding : new FuzzFolders(getClass()).findings()) {
            check(finding);
        }
    }

    @Test
    void bearsWhatTheFuzzerTries() throws Throwable {
        String input = System.getProperty("consort.fuzzInput");
        String seconds = System.getProperty("consort.fuzzSeconds");
        FuzzFolders folders = new FuzzFolders(getClass());
        if (input != null) {
            check(Path.of(input));
        } else if (seconds != null) {
            new FuzzRun(this, folders).run(seconds);
        } else {
            assertTimeoutPreemptively(LONGEST_QUICK_RUN, () -> new QuickRun(this, folders).run());
        }
    }

    private void check(Path input) throws Throwable {
        try {
            new AllocationCheck(this).check(Files.readAllBytes(input));
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError("the decoder did not bear the input " + input, e);
        }
    }
}
