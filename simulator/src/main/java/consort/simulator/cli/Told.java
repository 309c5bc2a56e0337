package consort.simulator.cli;

import consort.ledger.money.DeviceTimes;
import consort.simulator.Report;
import consort.simulator.Swarm;
import consort.simulator.ViolationException;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** Prints how a swarm goes: each seed of a few; of many, how far it is; in the end a sum, or what failed. */
final class Told implements Swarm.Listener {

    private static final long FEW = 20;
    private static final long PAUSE_NANOS = 2_000_000_000L;
    private static final double NANOS = 1e9;

    private final PrintStream out;
    private final PrintStream progress;
    private final long seeds;
    private final long startNanos = System.nanoTime();
    private long toldNanos = startNanos;
    private long held;
    private long deaths;
    private long breaks;
    private boolean failed;

    Told(PrintStream out, PrintStream progress, long seeds) {
        this.out = out;
        this.progress = progress;
        this.seeds = seeds;
    }

    @Override
    public synchronized void held(long seed, Report report) {
        held++;
        Report.Figures figures = report.figures();
        deaths += figures.coordinatorDeaths() + figures.workerDeaths();
        breaks += figures.brokenChannels();
        if (seeds <= FEW) {
            print(seed, report);
        } else if (System.nanoTime() - toldNanos > PAUSE_NANOS) {
            toldNanos = System.nanoTime();
            progress.printf("%d of %d seeds, %.1f a second%n", held, seeds, held / seconds());
        }
    }

    private void print(long seed, Report report) {
        Report.Figures figures = report.figures();
        String ends = report.ends().entrySet().stream().map(end -> "run " + end.getKey() + " " + end.getValue().text())
                .collect(Collectors.joining(", "));
        out.printf("seed %d: %s; %d entries, %s simulated; deaths of the coordinator %d, of workers %d, connections broken %d, "
                        + "rounds abandoned %d, claims refused %d; trace %s%n",
                seed, ends, figures.entries(), DeviceTimes.format(figures.simulatedMillis() / 1000 * 1000),
                figures.coordinatorDeaths(), figures.workerDeaths(), figures.brokenChannels(), figures.abandonedRounds(),
                figures.refusals(), report.trace());
    }

    @Override
    public synchronized void failed(ViolationException violation) {
        failed = true;
        out.println("violated: " + violation.getMessage());
    }

    /** @return the exit code */
    int end() {
        if (failed) {
            return 1;
        }
        if (seeds > FEW) {
            out.printf("%d seeds, each twice, in %.0f s (%.1f a second): %d deaths of processes and machines, %d connections broken%n",
                    held, seconds(), held / seconds(), deaths, breaks);
        }
        out.println("All invariants held.");
        return 0;
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / NANOS;
    }
}
