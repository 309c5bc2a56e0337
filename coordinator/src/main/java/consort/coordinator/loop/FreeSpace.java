package consort.coordinator.loop;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much room a disk has, for the loop: asked on a thread of its own, since a file system may take long to answer, and one that does not
 * answer would hold up everything. The last answer stands until there is another.
 */
public final class FreeSpace implements AutoCloseable {

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("free-space").factory());
    private volatile long bytes;

    /**
     * Returns with a first answer.
     *
     * @param ask in bytes
     * @param every how long after an answer it is asked again
     */
    public FreeSpace(LongSupplier ask, Duration every) {
        bytes = ask.getAsLong();
        thread.scheduleWithFixedDelay(() -> bytes = ask.getAsLong(), every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** By the last answer. Never waits. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
