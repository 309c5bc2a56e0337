package consort.bench.rounds;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When a round's first worker had its task and its model. From one round's beat to the next is what a round takes. */
final class Beats {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Map<Round, Long> nanosByRound = new HashMap<>();

    private record Round(long run, long round) {
    }

    /** A worker begins to train in a round. From any thread. */
    void begins(long run, long round) {
        lock.lock();
        try {
            if (nanosByRound.putIfAbsent(new Round(run, round), System.nanoTime()) == null) {
                more.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a round's beat.
     *
     * @return in nanoseconds, as {@link System#nanoTime}
     */
    long await(long run, long round, long patienceSeconds) throws InterruptedException, TimeoutException {
        Round awaited = new Round(run, round);
        long left = TimeUnit.SECONDS.toNanos(patienceSeconds);
        lock.lockInterruptibly();
        try {
            while (!nanosByRound.containsKey(awaited)) {
                if (left <= 0) {
                    throw new TimeoutException("round " + round + " of run " + run + " did not begin within " + patienceSeconds + " s");
                }
                left = more.awaitNanos(left);
            }
            return nanosByRound.get(awaited);
        } finally {
            lock.unlock();
        }
    }
}
