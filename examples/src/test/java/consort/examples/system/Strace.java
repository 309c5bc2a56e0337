package consort.examples.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * System calls of a program that fail, or at which it is killed before they are done: strace injects that into a program as it
 * is. Each thread counts each call by itself.
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

    /** The command line below which a program is killed when one of its threads makes a call for the so many-th time. */
    List<String> killing(String call, int number) {
        return injecting(call, "signal=KILL:when=" + number);
    }

    /** The command line below which calls of a program fail, from the so many-th of a thread on. */
    List<String> failing(String calls, String error, int first) {
        return injecting(calls, "error=" + error + ":when=" + first + "+");
    }

    private List<String> injecting(String calls, String what) {
        return List.of("strace", "-f", "-qq", "-y", "-s", "0", "-e", "signal=none", "-o", log.toString(),
                "-e", "trace=" + calls, "-e", "inject=" + calls + ":" + what);
    }

    /** The call at which the program was killed, as strace writes it; its paths are cut short to their last names. */
    String lastCall() throws IOException {
        List<String> calls = Files.readAllLines(log).stream().filter(line -> line.contains("(")).toList();
        return calls.isEmpty() ? "none" : calls.getLast().replaceFirst("^[0-9]+ +", "").replaceAll("[^\"<]*/([^/]*/[^/]*/)", "$1");
    }
}
