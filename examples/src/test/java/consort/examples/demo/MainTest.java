package consort.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void refusesAFolderThatHoldsSomething() throws IOException {
        Files.createFile(folder.resolve("mine"));
        refused("--out " + folder + " is not empty", "--out", folder.toString());
    }

    @Test
    void refusesAFileAndAPlaceWhereNoFolderCanBe() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        refused("--out " + file + " is not a folder", "--out", file.toString());
        refused("cannot use " + file.resolve("below") + ": not a directory", "--out", file.resolve("below").toString());
        refused("cannot use /proc/consort: no folder can be made there", "--out", "/proc/consort");
        refused("cannot use /proc/consort: no folder can be made there", "data", "--dataset", "digits", "--out", "/proc/consort");
    }

    @Test
    void refusesValuesThatCannotBeInOneLine() {
        refused("--workers must be 2 to 6, not 9", "--workers", "9");
        refused("--dataset must be one of fashion, digits, not \"cifar\"", "data", "--dataset", "cifar", "--out", folder.toString());
    }

    @Test
    void showsHowItGoesOnlyWhenItWasTypedWrong() {
        assertThat(run("--round", "3")).isEqualTo(2);
        assertThat(err.toString()).contains("consort demo: \"--round\" does not fit here; did you mean --rounds?", "Usage: consort demo [",
                "consort demo --help tells more.").doesNotContain("Founds a consortium");
    }

    @Test
    void answersMachinesWithOneObjectWhateverIsWrong() throws IOException {
        assertThat(run("--json", "--workers", "9")).isEqualTo(2);
        assertThat(new ObjectMapper().readTree(out.toString()).path("error").asText()).isEqualTo("--workers must be 2 to 6, not 9");
        out.getBuffer().setLength(0);
        assertThat(run("--json", "--round", "3")).isEqualTo(2);
        assertThat(new ObjectMapper().readTree(out.toString()).path("exitCode").asInt()).isEqualTo(2);
        assertThat(err.toString()).isEmpty();
    }

    private void refused(String message, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains(message).hasLineCount(1);
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
