package consort.trainer.protocol;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends a process and what it started. */
final class ProcessTree {

    private ProcessTree() {
    }

    /**
     * Kills the process first, so that it starts nothing more, then all that descended from it at this moment. What had
     * already left the tree, because its own parent ended, is out of reach.
     */
    static void kill(Process process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(process, Duration.ofSeconds(10));
    }

    /** Whether the process ended within the time. */
    static boolean awaitEnd(Process process, Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
