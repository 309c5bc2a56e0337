package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import consort.ledger.audit.LedgerFolder;
import consort.ledger.fold.LedgerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a command has come: a bar on a terminal, now and then a line elsewhere, nothing beside JSON. */
class ProgressTest {

    private static final LedgerBuilder LEDGER = LedgerBuilder.consortium();
    private static final int ENTRIES = LEDGER.entries.size();

    @TempDir
    private static Path temporary;
    private static String ledger;
    private static String receipts;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeScreen seconds = new FakeScreen(Duration.ofSeconds(4));

    @BeforeAll
    static void write() throws IOException {
        ledger = temporary.resolve("ledger").toString();
        receipts = temporary.resolve("receipts").toString();
        LedgerFolder.write(LEDGER, Path.of(ledger));
        LedgerFolder.writeReceipts(LEDGER, "acme/w1", Path.of(receipts));
    }

    @BeforeEach
    void isLongEnough() {
        assertThat(ENTRIES).isGreaterThan(9);
    }

    @Test
    void aFileGetsALineEveryTenSeconds() {
        assertThat(run(seconds.file(), "verify", ledger)).as(err.toString()).isEqualTo(run(new FakeScreen(Duration.ZERO).file(), "verify", ledger));
        List<String> lines = err.toString().lines().toList();
        assertThat(lines).hasSize(ENTRIES / 3).startsWith("consort audit verify: 3 of " + ENTRIES + " entries read",
                "consort audit verify: 6 of " + ENTRIES + " entries read");
        assertThat(seconds.bars()).isEmpty();
    }

    @Test
    void aTerminalGetsABarAndNoLines() {
        run(seconds.terminal(), "verify", ledger);
        assertThat(seconds.bars()).contains("entries read", ENTRIES + "/" + ENTRIES);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whoAsksForJsonGetsNothingElse() {
        for (Screen screen : List.of(seconds.file(), seconds.terminal())) {
            for (String command : List.of("verify", "compare")) {
                out.getBuffer().setLength(0);
                run(screen, command.equals("verify") ? new String[] {command, ledger, "--json"} : new String[] {command, ledger, receipts, "--json"});
                assertThat(out.toString()).startsWith("{").hasLineCount(1);
            }
        }
        assertThat(err.toString()).isEmpty();
        assertThat(seconds.bars()).isEmpty();
    }

    @Test
    void aComparisonSaysWhatItIsAt() throws IOException {
        FakeScreen slow = new FakeScreen(Duration.ofSeconds(11));
        int files = Files.list(Path.of(receipts)).toList().size();
        assertThat(run(slow.file(), "compare", ledger, receipts)).as(err.toString()).isZero();
        assertThat(err.toString().lines()).contains("consort audit compare: " + files + " of " + files + " files read",
                "consort audit compare: " + ENTRIES + " of " + ENTRIES + " entries read",
                "consort audit compare: " + (files + 1) + " of " + (files + 1) + " signatures verified",
                "consort audit compare: 1 of 1 trees held against a copy");
        assertThat(out.toString()).startsWith("NO CONTRADICTION");
        assertThat(run(slow.terminal(), "compare", ledger, receipts)).isZero();
        assertThat(slow.bars()).contains("files read", "entries read", "signatures verified", "trees held against a copy");
    }

    /** A process whose input, output and errors are a terminal, but for what its command line sends elsewhere. */
    @Test
    void whatStandardErrorIsDecidesAndNotStandardOutput() throws Exception {
        assumeThat(Path.of("/usr/bin/script")).as("Debian's package bsdutils").exists();
        Path file = temporary.resolve("redirected");
        assertThat(onTerminal("> " + file)).contains("entries read");
        assertThat(file).content().startsWith("CONSISTENT, NOT AUTHENTICATED");
        assertThat(onTerminal("2> " + file)).contains("CONSISTENT, NOT AUTHENTICATED").doesNotContain("entries read");
        assertThat(file).content().doesNotContain("\r");
    }

    private static String onTerminal(String redirection) throws Exception {
        Path typed = temporary.resolve("typed");
        String java = Path.of(System.getProperty("java.home"), "bin", "java") + " --enable-native-access=ALL-UNNAMED"
                + " --sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1 " + Main.class.getName() + " verify " + ledger + " ";
        ProcessBuilder script = new ProcessBuilder("/usr/bin/script", "-qec", java + redirection, typed.toString())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        script.environment().put("CLASSPATH", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        assertThat(script.start().waitFor()).as(Files.readString(typed)).isEqualTo(61);
        return Files.readString(typed);
    }

    private int run(Screen screen, String... arguments) {
        return Main.run(screen, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
