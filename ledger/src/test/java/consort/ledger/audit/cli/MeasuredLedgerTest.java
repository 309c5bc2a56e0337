package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.LedgerFolder;
import consort.ledger.fold.LedgerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor sees of scores. */
class MeasuredLedgerTest {

    @TempDir
    private Path temporary;

    private final LedgerBuilder ledger = LedgerBuilder.measured();
    private final StringWriter out = new StringWriter();
    private String folder;
    private String trust;

    @BeforeEach
    void writeFolder() throws IOException {
        ledger.closePeriod();
        folder = temporary.resolve("ledger").toString();
        trust = temporary.resolve("trust.json").toString();
        LedgerFolder.write(ledger, Path.of(folder));
        LedgerFolder.writeReceipts(ledger, "beta/w1", temporary.resolve("receipts"));
        Files.writeString(Path.of(trust), LedgerFolder.trust(ledger).json());
    }

    private String statement(String organization, String... more) {
        String[] words = new String[6 + more.length];
        System.arraycopy(new String[] {"statement", folder, "--organization", organization, "--trust", trust}, 0, words, 0, 6);
        System.arraycopy(more, 0, words, 6, more.length);
        out.getBuffer().setLength(0);
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(out, true), words)).isZero();
        return out.toString().replaceAll(" +", " ");
    }

    @Test
    void aMeasuredLedgerVerifiesWithTheReceiptsOfItsWorker() {
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(out, true), "verify", folder, "--trust", trust,
                "--receipts", temporary.resolve("receipts").toString())).as(out.toString()).isZero();
        assertThat(out.toString()).contains("receipts    3, all true");
    }

    @Test
    void aStatementShowsTheScoreAndWhatWasCut() {
        assertThat(statement("acme")).contains("accepted 5 s", "normalized, at score 1000/1000 5 s");
        assertThat(statement("beta")).contains("less: beyond-work: over 110 % of the time of the work -1 min 11.13 s",
                "of which at score 620/1000 (8.87 s)", "of which at score 1000/1000 (48 s)", "normalized, each by its score 53.499 s");
        assertThat(statement("beta", "--json")).contains("\"scores\":[{\"acceptedMillis\":8870,\"scoreMilli\":620},"
                + "{\"acceptedMillis\":48000,\"scoreMilli\":1000}]", "\"ngpuMillis\":53499");
    }
}
