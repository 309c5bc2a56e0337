package consort.coordinator.rpc;

import consort.ledger.entry.WorkerId;
import consort.proto.Task;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Until when a worker's upload counts, as far as the port knows: the end of the lease of the last task that it was sent. Only the order
 * of transfers follows from it. Thread-safe.
 */
final class Deadlines {

    private final LongSupplier nanos;
    private final Map<String, Long> byPeer = new ConcurrentHashMap<>();

    /** @param nanos a monotonic clock */
    Deadlines(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A worker was sent a task. */
    void sent(WorkerId worker, Task task) {
        long durationNanos = TimeUnit.MILLISECONDS.toNanos(task.getDurationMillis());
        byPeer.put(worker.toString(), nanos.getAsLong() + Math.min(durationNanos, Long.MAX_VALUE / 2));
    }

    /** By the clock; {@link Long#MAX_VALUE} of who has no task, or is late: it hurries nobody any more. */
    long of(String peer) {
        long due = byPeer.getOrDefault(peer, Long.MAX_VALUE);
        return due < nanos.getAsLong() ? Long.MAX_VALUE : due;
    }

    /** Forgets what is over; to be called now and then. */
    void sweep() {
        long now = nanos.getAsLong();
        byPeer.values().removeIf(due -> due < now);
    }
}
