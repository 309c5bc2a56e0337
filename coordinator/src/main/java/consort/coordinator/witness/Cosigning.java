package consort.coordinator.witness;

import consort.coordinator.core.WitnessFacts;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The thread of {@link Asking}: for any thread that brings a witness, or its answer. What waits for it is bounded, as each witness
 * owes one answer at most.
 */
public final class Cosigning implements AutoCloseable {

    private static final long TICK_MILLIS = 100;

    private final Asking asking;
    private final LongSupplier monotonicMillis;
    private final Consumer<Throwable> fatal;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("witnesses").factory());
    private volatile WitnessFacts facts = WitnessFacts.NONE;

    /** Something to do that reads or writes the ledger's folder. */
    private interface Step {
        void go(long nowMillis) throws IOException;
    }

    /** @param fatal is told that the disk failed, or of a defect */
    public Cosigning(Witnessed log, LongSupplier monotonicMillis, Consumer<Throwable> fatal) {
        this.asking = new Asking(log);
        this.monotonicMillis = monotonicMillis;
        this.fatal = fatal;
    }

    public void start() {
        thread.scheduleWithFixedDelay(() -> step(asking::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A witness can be asked this way from now on, and no other. */
    public void attends(WitnessName witness, Peer way) {
        post(now -> asking.attends(witness, way, now));
    }

    /** The same, of a witness that says which key it has: another than the ledger's is told so, and not asked. */
    public void attends(WitnessName witness, Optional<String> worker, Peer way, String key) {
        post(now -> asking.attends(witness, worker, way, key, now));
    }

    /** A way to a witness is no more. */
    public void gone(Peer way) {
        post(now -> asking.gone(way));
    }

    /** What a witness answered. */
    public void answered(Peer way, long number, Heard answer) {
        post(now -> asking.answered(way, number, answer, now));
    }

    /** How it stood a moment ago. */
    public WitnessFacts facts() {
        return facts;
    }

    private void post(Step step) {
        try {
            thread.execute(() -> step(step));
        } catch (RejectedExecutionException stopping) {
            // Nobody is asked any more.
        }
    }

    private void step(Step step) {
        try {
            long now = monotonicMillis.getAsLong();
            step.go(now);
            facts = asking.facts(now);
        } catch (IOException | RuntimeException | Error failure) {
            if (!thread.isShutdown()) {
                fatal.accept(failure);
            }
        }
    }

    /** Asks nobody any more; what is being written is finished. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }
}
