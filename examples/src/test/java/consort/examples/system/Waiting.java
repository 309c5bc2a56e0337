package consort.examples.system;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting for what other processes do. The time-out is there to end a test that hangs; nothing is concluded from it. */
final class Waiting {

    static final Duration LONG = Duration.ofMinutes(10);

    private static final long PAUSE_MILLIS = 20;

    private Waiting() {
    }

    static void until(String what, Callable<Boolean> condition) throws Exception {
        until(what, LONG, condition);
    }

    static void until(String what, Duration patience, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + patience.toSeconds() + " s in vain until: " + what);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
