package consort.simulator;

import consort.simulator.fault.FaultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Runs many seeds, each twice, on several threads, until one fails.
 *
 * @param seed the first
 * @param seeds how many
 * @param rounds of each job; empty where the seed says how many
 * @param threads that simulate
 */
public record Swarm(long seed, long seeds, FaultSet faults, OptionalInt rounds, int threads) {

    /** Is told how it goes on; by several threads. */
    public interface Listener {

        /** A seed is through. */
        void held(long seed, Report report);

        /** A seed failed; no further ones are begun. */
        void failed(ViolationException violation);
    }

    /** Simulates with the same faults, and with trace lines for the first of what each seed is run for. */
    public void run(Listener listener, Consumer<String> trace) {
        AtomicLong next = new AtomicLong(seed);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(Thread.ofPlatform().start(() -> work(next, listener, trace)));
        }
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException stopped) {
            next.set(Long.MAX_VALUE);
            Thread.currentThread().interrupt();
        }
    }

    private void work(AtomicLong next, Listener listener, Consumer<String> trace) {
        for (long each = next.getAndIncrement(); each < seed + seeds; each = next.getAndIncrement()) {
            Plan plan = new Plan(each, faults, rounds);
            try {
                listener.held(each, checked(plan, World.PLAIN.withTrace(trace)));
            } catch (ViolationException violation) {
                next.set(seed + seeds);
                listener.failed(violation);
            }
        }
    }

    /** Twice, and where its faults must do no harm, once more without any. */
    private static Report checked(Plan plan, World world) {
        Report report = Simulation.runTwice(plan, world);
        if (plan.faults().isHarmless()) {
            Simulation.requireSameResult(plan, report);
        }
        return report;
    }
}
