package consort.coordinator.rpc;

import consort.coordinator.core.Event;
import consort.ledger.entry.WorkerId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Tells the loop that models and updates of one worker move, once a second while they do. For any thread. */
final class TransferSigns {

    static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final WorkerId worker;
    private final Predicate<Event> inbox;
    private final LongSupplier nanos;
    private final AtomicLong untoldBytes = new AtomicLong();
    private final AtomicLong toldNanos;

    /**
     * @param inbox takes an event, or has no room for it; then it is told later
     * @param nanos a clock
     */
    TransferSigns(WorkerId worker, Predicate<Event> inbox, LongSupplier nanos) {
        this.worker = worker;
        this.inbox = inbox;
        this.nanos = nanos;
        this.toldNanos = new AtomicLong(nanos.getAsLong());
    }

    void moved(int bytes) {
        untoldBytes.addAndGet(bytes);
        long now = nanos.getAsLong();
        long told = toldNanos.get();
        if (now - told >= PAUSE_NANOS && toldNanos.compareAndSet(told, now)) {
            tell(untoldBytes.getAndSet(0));
        }
    }

    private void tell(long bytes) {
        if (!inbox.test(new Event.BytesMoved(worker, bytes))) {
            untoldBytes.addAndGet(bytes);
        }
    }
}
