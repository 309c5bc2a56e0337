package consort.examples.demo.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A program that was started and goes on.
 *
 * @param name for messages
 * @param log  its output
 */
public record Program(String name, Process process, Path log) {

    /** Whether it still runs. */
    public boolean runs() {
        return process.isAlive();
    }

    /** SIGKILL, to this process alone, as a power cut would: nothing is flushed, nobody is told. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it and its descendants. */
    public void stopNow() {
        ProcessTrees.stop(List.of(process.toHandle()), Duration.ofSeconds(2));
    }
}
