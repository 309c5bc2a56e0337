package consort.examples.demo.process;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes together with all that they started. */
public final class ProcessTrees {

    /** They end for certain, though a busy system takes its time to take a large one down. */
    private static final Duration END_OF_KILLED = Duration.ofSeconds(30);

    private ProcessTrees() {}

    /**
     * Ends processes and their descendants: asks all (SIGTERM), waits, then insists (SIGKILL). The descendants are listed
     * before anything is asked to end, since orphans can no longer be found through their parent.
     */
    public static void stop(Collection<ProcessHandle> roots, Duration patience) {
        Set<ProcessHandle> all = new LinkedHashSet<>(roots);
        roots.forEach(root -> root.descendants().forEach(all::add));
        all.forEach(ProcessHandle::destroy);
        awaitExit(all, patience);
        roots.forEach(root -> root.descendants().forEach(all::add));
        List<ProcessHandle> left = all.stream().filter(ProcessHandle::isAlive).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        awaitExit(left, END_OF_KILLED);
    }

    private static void awaitExit(Collection<ProcessHandle> processes, Duration patience) {
        try {
            CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // What is still there is dealt with by the caller.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
