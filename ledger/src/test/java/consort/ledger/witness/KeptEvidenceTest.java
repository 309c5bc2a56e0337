package consort.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.cli.Main;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.LogStore;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a witness keeps of a fork it was shown is what {@code audit compare} makes a proof of, from its folder as it is. */
class KeptEvidenceTest {

    private static final SignerKey KEY = SignerKey.fromSeed("example.org/log/acme/witness", new byte[SignerKey.SEED_BYTES]);
    private static final String LOG_KEY = Chain.LOG.verifierKey().toString();
    private static final int FORKED = 60;
    private static final int UNDECIDED = 66;

    @TempDir
    private Path temporary;

    private final StringWriter out = new StringWriter();

    @Test
    void twoTreesOfOneSizeAreProvenByTheWitnesssFolderAlone() throws Exception {
        shown(Chain.of(40).request(0, 9), Chain.forked(5, 40).request(9, 9));
        provenBy("the log signed two trees of 9 entries", witness(), witness() + "/checkpoint");
    }

    @Test
    void aLargerTreeIsProvenWithTheCopyThatItsOtherReadersWereGiven() throws Exception {
        shown(Chain.of(40).request(0, 9), Chain.forked(5, 40).request(9, 12));
        assertThat(run("compare", witness(), witness() + "/checkpoint", "--log-key", LOG_KEY)).as("without a copy").isEqualTo(UNDECIDED);
        provenBy("the log signed a tree of 9 entries", copy(5, 12), witness());
    }

    private void shown(byte[]... requests) throws Exception {
        try (Witness witness = Witness.open(new FileDisk(temporary.resolve("witness")), KEY, LogKeys.of(Chain.LOG.verifierKey()))) {
            for (byte[] request : requests) {
                witness.answer(request, 1_800_000_000L);
            }
        }
    }

    private String witness() {
        return temporary.resolve("witness").toString();
    }

    /** The entries of {@link Chain#forked}. */
    private String copy(long fork, long size) throws IOException {
        List<byte[]> entries = new ArrayList<>();
        for (long index = 0; index < size; index++) {
            entries.add(("entry " + index + (index < fork ? "" : " forked")).getBytes());
        }
        Path folder = temporary.resolve("copy");
        try (LogStore store = LogStore.open(new FileDisk(folder), Chain.LOG.verifierKey())) {
            store.append(entries);
            store.publish(Chain.LOG);
        }
        return folder.toString();
    }

    private void provenBy(String text, String one, String other) {
        String proof = temporary.resolve("proof").toString();
        assertThat(run("compare", one, other, "--log-key", LOG_KEY, "--out", proof)).as(out.toString()).isEqualTo(FORKED);
        assertThat(out.toString()).startsWith("FORKED: " + text);
        assertThat(run("judge", proof, "--log-key", LOG_KEY)).as(out.toString()).isEqualTo(FORKED);
        assertThat(out.toString()).startsWith("PROVEN: " + text);
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        PrintWriter printer = new PrintWriter(out, true);
        return Main.run(printer, printer, words);
    }
}
