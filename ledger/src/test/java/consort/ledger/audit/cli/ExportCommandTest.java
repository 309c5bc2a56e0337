package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.LedgerFolder;
import consort.ledger.audit.OneCent;
import consort.ledger.fold.LedgerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {

    @TempDir
    private Path temporary;

    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String folder;
    private String trust;
    private Path file;

    @BeforeEach
    void writeFolder() throws IOException {
        folder = temporary.resolve("ledger").toString();
        trust = temporary.resolve("trust.json").toString();
        file = temporary.resolve("books of acme");
        LedgerFolder.write(ledger, Path.of(folder));
        Files.writeString(Path.of(trust), LedgerFolder.trust(ledger).json());
    }

    @Test
    void printsAJournalThatSaysWhatItRestsOn() {
        assertThat(run("--format", "hledger", "--trust", trust)).isZero();
        assertThat(out.toString()).startsWith("; The closed periods of the ledger example.org/demo\n")
                .contains(";   which is the one you trust", "\ncommodity 1000.00 EUR\n", "\n    ; entry: " + (ledger.state.size() - 1) + "\n",
                        " * Period 1: beta owes acme\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theSameLedgerGivesTheSameBytes() {
        for (String format : new String[] {"hledger", "beancount", "csv", "json"}) {
            assertThat(run("--format", format, "--trust", trust)).isZero();
            String first = out.toString();
            out.getBuffer().setLength(0);
            assertThat(run("--format", format, "--trust", trust)).isZero();
            assertThat(out.toString()).isEqualTo(first);
            out.getBuffer().setLength(0);
        }
    }

    @Test
    void withoutTrustItSaysSoInEveryFormat() {
        assertThat(run("--format", "csv")).isZero();
        assertThat(out.toString()).startsWith("ledger,entry,period,date,").doesNotContain("CONFIRMS");
        assertThat(err.toString()).contains("nothing you hold confirms").hasLineCount(1);
        out.getBuffer().setLength(0);
        assertThat(run("--format", "beancount")).isZero();
        assertThat(out.toString()).contains(";   WHICH NOTHING YOU HOLD CONFIRMS");
        out.getBuffer().setLength(0);
        assertThat(run("--format", "json", "--json")).isZero();
        assertThat(out.toString()).contains("\"trusted\":false", "\"export\":{\"currency\":\"EUR\",\"digits\":2,").hasLineCount(1);
    }

    @Test
    void aLedgerThatDoesNotHoldIsNotExported() throws IOException {
        String copy = temporary.resolve("copy").toString();
        OneCent.write(Path.of(folder), Path.of(copy), ledger.logKey);
        Files.writeString(file, "books of before");
        assertThat(export(copy, "--format", "hledger", "--out", file.toString())).isEqualTo(60);
        assertThat(out.toString()).startsWith("TAMPERED: ").contains("rule bill");
        assertThat(file).content().isEqualTo("books of before");
        out.getBuffer().setLength(0);
        assertThat(export(temporary.resolve("nowhere").toString(), "--format", "csv", "--json")).as("CSV is no JSON").isEqualTo(2);
        assertThat(export(temporary.resolve("nowhere").toString(), "--format", "json", "--json")).isEqualTo(63);
        assertThat(out.toString()).contains("\"verdict\":\"not-a-ledger\"");
    }

    @Test
    void writesAFileWholeAndSaysWhatIsInIt() throws IOException {
        Files.writeString(file, "books of before");
        assertThat(run("--format", "beancount", "--trust", trust, "--out", file.toString())).isZero();
        assertThat(out.toString()).startsWith(file + ": 5 transactions of 1 period, for beancount\n").contains("the one you trust");
        out.getBuffer().setLength(0);
        assertThat(run("--format", "beancount", "--trust", trust)).isZero();
        assertThat(file).content().isEqualTo(out.toString());
        out.getBuffer().setLength(0);
        assertThat(run("--format", "csv", "--out", file.toString(), "--json")).isZero();
        assertThat(out.toString()).contains("\"written\":{\"file\":\"" + file + "\",\"format\":\"csv\",\"transactions\":5}").hasLineCount(1);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).extracting(Path::getFileName).extracting(Path::toString)
                    .containsExactlyInAnyOrder("ledger", "trust.json", "books of acme");
        }
    }

    @Test
    void wrongUseIsOneClearError() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("give --format FORMAT");
        assertThat(run("--format", "ods")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no format \"ods\"; give one of hledger, beancount, csv, json");
        assertThat(run("--format", "csv", "--out", folder)).isEqualTo(2);
        assertThat(err.toString()).contains("--out: " + folder + " is a folder");
        assertThat(run("--format", "csv", "--out", temporary + "/nowhere/books")).isEqualTo(2);
        assertThat(err.toString()).contains("--out: there is no folder " + temporary + "/nowhere to write books into");
        assertThat(run("--format", "csv", "--out", "/dev/null")).isEqualTo(2);
        assertThat(err.toString()).contains("/dev/null is no regular file");
        assertThat(run("--format", "csv", "--json")).isEqualTo(2);
        assertThat(out.toString()).contains("--json prints one JSON object, and so does not print --format csv");
    }

    private int run(String... options) {
        return export(folder, options);
    }

    private int export(String ledgerFolder, String... options) {
        String[] words = Stream.concat(Stream.of("export", ledgerFolder), Stream.of(options)).toArray(String[]::new);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }
}
