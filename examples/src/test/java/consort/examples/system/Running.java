package consort.examples.system;

import consort.examples.demo.process.ProcessTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A program that was started and goes on.
 *
 * @param log its standard output and error, after those of earlier programs with the same name
 * @param logStart length of the log when it was started
 */
record Running(String name, Process process, Path log, long logStart) {

    /** SIGKILL to this process alone, as a power cut would: nothing is flushed, nobody is told. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP to this process: it does nothing more, and its connections stay. */
    void freeze() throws IOException, InterruptedException {
        signal(process.toHandle(), "STOP");
    }

    /** SIGCONT: it goes on, as if no time had passed. */
    void thaw() throws IOException, InterruptedException {
        signal(process.toHandle(), "CONT");
    }

    static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor();
    }

    /** Asks it to end (SIGTERM) and waits; what it started ends too. Tests look at how it ended, so this is for long. */
    void stop() {
        ProcessTrees.stop(List.of(process.toHandle()), Duration.ofMinutes(2));
    }

    boolean runs() {
        return process.isAlive();
    }

    /** What this process has said so far. */
    String said() throws IOException {
        byte[] all = Files.readAllBytes(log);
        return new String(all, (int) logStart, all.length - (int) logStart);
    }

    /** Waits until it has said something that contains this pattern; fails when it ends before or is silent for long. */
    void awaitSaid(String regex) throws Exception {
        Pattern pattern = Pattern.compile(regex);
        Waiting.until(name + " says \"" + regex + "\"", () -> {
            boolean said = pattern.matcher(said()).find();
            if (!said && !runs()) {
                throw new AssertionError(name + " ended with exit code " + process.exitValue() + " and never said \"" + regex
                        + "\":\n" + said());
            }
            return said;
        });
    }
}
