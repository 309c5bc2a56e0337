package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/by-hand/compare}, which CI runs on the README and on what the commands really printed. */
class ShownOutputTest {

    private static final Path COMPARE = Path.of("by-hand/compare");
    private static final String TRANSCRIPT = """

            # A part
            $ consort worker check
            pass  key              the key is %s
            pass  data             1.25 s, 1234 bytes
            all 2 checks passed
            $ consort worker run &
            """.formatted("ab".repeat(32));

    @TempDir Path folder;

    @Test
    void allowsWhatDiffersFromRunToRunAndWhatIsLeftOutByAGap() throws Exception {
        agrees("$ consort worker check", "pass  key              the key is cdcdcdcd…", "pass  data  77.5 s, 99 bytes",
                "all 2 checks passed", "$ consort worker run &    # goes on", "$ $EDITOR worker.yaml");
        agrees("$ consort worker check", "…", "all 2 checks passed");
        agrees("$ consort worker check", "pass  key              the key …", "…");
    }

    @Test
    void refusesAnotherFigureAnotherOrderAndLinesThatAreNotThere() throws Exception {
        differs("all 2 checks passed", "$ consort worker check", "…", "all 3 checks passed");
        differs("does not print there: pass key", "$ consort worker check", "…", "all 2 checks passed",
                "pass  key              the key is cdcdcdcd…");
        differs("does not print there: ready", "$ consort worker run &", "ready");
    }

    @Test
    void refusesLinesThatAreLeftOutSilently() throws Exception {
        differs("prints another line", "$ consort worker check", "pass  key              the key is cdcdcdcd…");
        differs("does not print there: all 2", "$ consort worker check", "all 2 checks passed");
        differs("prints another line", "$ consort worker check");
    }

    @Test
    void refusesACommandThatWasNotRunAndAPageWithoutAny() throws Exception {
        differs("shows a command that was not run: $ consort worker fly", "$ consort worker fly");
        differs("shows no command", "$ ./consort demo");
    }

    private void agrees(String... shown) throws Exception {
        assertThat(compare(0, shown)).isEmpty();
    }

    private void differs(String saying, String... shown) throws Exception {
        assertThat(compare(1, shown)).contains(saying);
    }

    private String compare(int exit, String... shown) throws IOException, InterruptedException {
        Path page = Files.writeString(folder.resolve("page.md"), "```console\n" + String.join("\n", shown) + "\n```\n");
        Path transcript = Files.writeString(folder.resolve("transcript"), TRANSCRIPT);
        Process process = new ProcessBuilder(COMPARE.toString(), page.toString(), transcript.toString())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exit);
        return said;
    }
}
