package consort.worker.rpc;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Holds transfers in one direction together to a rate: each part waits until those before it would have passed. */
public final class Pace {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final LongSupplier nanoClock;
    private long freeAtNanos;

    /** @param bytesPerSecond 0: no limit */
    public Pace(long bytesPerSecond) {
        this(bytesPerSecond, System::nanoTime);
    }

    Pace(long bytesPerSecond, LongSupplier nanoClock) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoClock = nanoClock;
        this.freeAtNanos = nanoClock.getAsLong();
    }

    /** Waits for the turn of so many bytes. */
    void await(long bytes) throws InterruptedException {
        long waitNanos = reserve(bytes);
        if (waitNanos > 0) {
            TimeUnit.NANOSECONDS.sleep(waitNanos);
        }
    }

    /** Takes a turn; how long it is until then. */
    synchronized long reserve(long bytes) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        long now = nanoClock.getAsLong();
        long begin = freeAtNanos - now > 0 ? freeAtNanos : now;
        freeAtNanos = begin + (long) (bytes * NANOS_PER_SECOND / bytesPerSecond);
        return begin - now;
    }
}
