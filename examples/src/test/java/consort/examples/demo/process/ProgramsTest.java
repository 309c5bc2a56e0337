package consort.examples.demo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

    @TempDir Path folder;

    @Test
    void givesBackTheOutputAndKeepsALog() throws Exception {
        try (Programs programs = programs("echo \"out $*\"; echo err >&2")) {
            assertThat(programs.run("hello", List.of("a", "b"))).isEqualTo("out a b\n");
            assertThat(folder.resolve("logs/hello.log")).hasContent("$ consort a b\nerr\nout a b\n");
        }
    }

    @Test
    void aFailureNamesCommandExitCodeLastWordsAndLog() throws Exception {
        try (Programs programs = programs("echo 'nobody answers at port 1' >&2; exit 20")) {
            assertThatThrownBy(() -> programs.run("join", List.of("worker", "join"))).isInstanceOf(ProgramFailure.class)
                    .hasMessageContaining("\"consort worker join\" failed with exit code 20: nobody answers at port 1")
                    .hasMessageContaining(folder.resolve("logs/join.log").toString());
        }
    }

    @Test
    void closingEndsWhatWasStartedAndWhatThatStarted() throws Exception {
        Path pid = folder.resolve("pid");
        Program program;
        try (Programs programs = programs("sleep 600 & echo $! > '" + pid + "'; wait")) {
            program = programs.start("worker", List.of("worker", "run"));
            while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
                Thread.sleep(10);
            }
        }
        assertThat(program.process().waitFor()).isNotZero();
        long child = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    }

    @Test
    void closingInsistsWhenAProgramDoesNotListen() throws Exception {
        Path ready = folder.resolve("ready");
        Program program;
        try (Programs programs = programs("trap '' TERM; touch '" + ready + "'; while true; do sleep 600; done")) {
            program = programs.start("deaf", List.of());
            while (!Files.exists(ready)) {
                Thread.sleep(10);
            }
        }
        assertThat(program.process().waitFor()).isEqualTo(137);
    }

    @Test
    void nothingIsStartedAfterClosing() throws Exception {
        Programs programs = programs("exec sleep 600");
        programs.close();
        assertThatThrownBy(() -> programs.start("late", List.of())).isInstanceOf(IOException.class);
    }

    private Programs programs(String script) throws IOException {
        Path launcher = Files.writeString(folder.resolve("consort"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        return new Programs(launcher, folder.resolve("logs"));
    }
}
