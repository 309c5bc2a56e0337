package consort.bench.ledger;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** An even pace. */
final class Pace {

    private Pace() {
    }

    /**
     * Does something so many times; whoever falls behind catches up.
     *
     * @param rate times a second
     * @param each is told when it was due, in nanoseconds
     */
    static void keep(int times, int rate, LongConsumer each) {
        long start = System.nanoTime();
        for (long i = 0; i < times; i++) {
            long due = start + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            each.accept(due);
        }
    }
}
