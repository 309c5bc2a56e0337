package consort.examples.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * System calls of a program that fail, or at which it is killed before they are done: strace injects that into a program as it
 * is.
 *
 * @param log where the calls are noted, with what their descriptors stand for
 */
record Strace(Path log) {

    /** Skips the test, with the reason, where programs cannot be traced. */
    static void assume() throws InterruptedException {
        boolean works;
        try {
            works = new ProcessBuilder("strace", "-f", "-qq", "-o", "/dev/null", "true")
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException absent) {
            works = false;
        }
        assumeTrue(works, "skipped: strace is not installed (Debian's package strace), or may not trace here");
    }

    /** The command line below which a program is killed when one of its threads, each of which counts by itself, makes a call for the so many-th time. */
    List<String> killing(String call, int number) {
        return injecting(call, "signal=KILL:when=" + number);
    }

    private List<String> injecting(String calls, String what) {
        return List.of("strace", "-f", "-qq", "-y", "-s", "0", "-e", "signal=none", "-o", log.toString(),
                "-e", "trace=" + calls, "-e", "inject=" + calls + ":" + what);
    }

    /** Lets calls of all threads of a running program fail from now on; skips the test, with the reason, where that is not allowed. */
    void fail(ProcessHandle program, String calls, String error) throws Exception {
        Path said = log.resolveSibling(log.getFileName() + ".attached");
        Process strace = new ProcessBuilder("strace", "-f", "-e", "signal=none", "-o", log.toString(), "-p", Long.toString(program.pid()),
                "-e", "trace=" + calls, "-e", "inject=" + calls + ":error=" + error).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        Waiting.until("strace is attached", () -> Files.readString(said).contains(" attached") || !strace.isAlive());
        assumeTrue(strace.isAlive() || !program.isAlive(), "skipped: no running program may be traced here");
    }

    /** The call at which the program was killed, as strace writes it; its paths are cut short to their last names. */
    String lastCall() throws IOException {
        List<String> calls = Files.readAllLines(log).stream().filter(line -> line.contains("(")).toList();
        return calls.isEmpty() ? "none" : calls.getLast().replaceFirst("^[0-9]+ +", "").replaceAll("[^\"<]*/([^/]*/[^/]*/)", "$1");
    }
}
