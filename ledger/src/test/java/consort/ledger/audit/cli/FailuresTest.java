package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.LedgerFolder;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.TileSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java runtime gives up in the middle of a command: whoever asked for JSON gets that, too. */
class FailuresTest {

    private static final String LOST = "a fault occurred in an unsafe memory access operation";

    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"verify", "compare .", "prove --entry 1 --out no-proof", "bills", "explain --organization acme"})
    void memoryThatIsLostIsTheDisksFault(String command) {
        assertThat(run(new InternalError(LOST), command)).as(out + " " + err).isEqualTo(2);
        assertThat(err.toString()).startsWith("consort member audit " + command.split(" ")[0] + ": ").contains("its disk failed or is full").hasLineCount(1);
        assertThat(run(new InternalError(LOST), command + " --json")).isEqualTo(2);
        assertThat(out.toString()).startsWith("{\"error\":\"").contains("its disk failed or is full", "\"exitCode\":2").hasLineCount(1);
    }

    @Test
    void tooLittleMemoryIsOneError() {
        assertThat(run(new OutOfMemoryError("Java heap space"), "verify --json")).isEqualTo(2);
        assertThat(out.toString()).contains("there is not enough memory (Java heap space); give more with CONSORT_JAVA_OPTS=").hasLineCount(1);
    }

    @Test
    void anotherFaultIsUnexpected() {
        assertThat(run(new InternalError("a method could not be linked"), "verify --json")).isEqualTo(1);
        assertThat(out.toString()).contains("unexpected: java.lang.InternalError: a method could not be linked at ").hasLineCount(1);
        assertThat(err.toString()).isEmpty();
    }

    private int run(VirtualMachineError fault, String command) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Online failing = new Online("consort member audit", () -> new Failing(fault), () -> {
            throw new AssertionError("no model is asked for");
        }, () -> LedgerFolder.trust(ledger));
        return Main.run(failing, new PrintWriter(out, true), new PrintWriter(err, true), command.split(" "));
    }

    private record Failing(VirtualMachineError fault) implements TileSource {

        @Override
        public Optional<byte[]> read(String path, int maxBytes) {
            throw fault;
        }

        @Override
        public List<String> list(String folder) {
            throw fault;
        }
    }
}
