package consort.simulator.check;

import consort.ledger.entry.Body;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunPaused;
import consort.ledger.entry.RunResumed;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.WorkerId;
import consort.simulator.ViolationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What a restart may cost. Time: when every machine is up again, each run that has something under way goes on soon, unless one dies again
 * before; where none has, one of them does. So does a run that is resumed. Going on is that a task is begun, or an entry about a round made.
 * Work: no task is done again but one that was in hand when the worker's process died.
 */
public final class RestartWatch {

    /** What is promised of a restart. Any task of a simulation takes less. */
    static final long SOON_MILLIS = 10_000;

    /** Runs that were started and have not ended. */
    private final Set<Long> running = new TreeSet<>();
    private final Set<Long> paused = new HashSet<>();
    private final Set<Long> openRounds = new HashSet<>();
    private final Map<Long, Lease> leases = new HashMap<>();
    private final Set<Long> openLeases = new HashSet<>();
    /** Since when each of these runs is to go on. */
    private final TreeMap<Long, Long> due = new TreeMap<>();
    /** Leases whose tasks the process of each worker that runs now began, and those of which any sent a claim. */
    private final Map<WorkerId, Set<Long>> begun = new HashMap<>();
    private final Set<Long> claimed = new HashSet<>();
    private final LongSupplier clock;
    private final BooleanSupplier allUp;
    private long longestMillis;

    /**
     * @param clock simulated milliseconds
     * @param allUp whether nobody is missing, and nothing but deaths keeps runs from going on
     */
    public RestartWatch(LongSupplier clock, BooleanSupplier allUp) {
        this.clock = clock;
        this.allUp = allUp;
    }

    // ---- time

    /** A machine died: whoever misses it may wait. */
    public void died() {
        due.clear();
    }

    /** A machine that was missing is back. */
    public void back() {
        if (!allUp.getAsBoolean()) {
            return;
        }
        Set<Long> busy = running.stream().filter(this::isUnderWay).collect(Collectors.toSet());
        // Where another run has the workers, one whose turn it is not yet waits for it.
        running.stream().filter(run -> busy.isEmpty() ? !paused.contains(run) : busy.contains(run)).forEach(run -> due.put(run, clock.getAsLong()));
    }

    private boolean isUnderWay(long run) {
        return openRounds.contains(run) || openLeases.stream().anyMatch(lease -> leases.get(lease).run() == run);
    }

    /** Takes the next entry. */
    public void entry(Body entry) {
        switch (entry) {
            case RunStarted started -> running.add(started.run());
            case RunPaused pause -> {
                paused.add(pause.run());
                if (!isUnderWay(pause.run())) {
                    due.remove(pause.run());
                }
            }
            case RunResumed resume -> resumed(resume.run());
            case RoundOpened opened -> {
                openRounds.add(opened.run());
                tookWorkers(opened.run());
            }
            case Lease lease -> {
                leases.put(lease.lease(), lease);
                openLeases.add(lease.lease());
                tookWorkers(lease.run());
            }
            case Observation observation -> {
                openLeases.remove(observation.lease());
                wentOn(leases.get(observation.lease()).run());
            }
            case LeaseEnded end -> openLeases.remove(end.lease());
            case RoundClosed closed -> {
                openRounds.remove(closed.run());
                wentOn(closed.run());
            }
            case RoundAbandoned abandoned -> openRounds.remove(abandoned.run());
            case RunEnded ended -> {
                running.remove(ended.run());
                wentOn(ended.run());
            }
            default -> { }
        }
    }

    private void resumed(long run) {
        paused.remove(run);
        if (allUp.getAsBoolean() && running.contains(run) && running.stream().noneMatch(other -> other != run && isUnderWay(other))) {
            due.putIfAbsent(run, clock.getAsLong());
        }
    }

    /** The run goes on, and others that have nothing under way wait for their turn. */
    private void tookWorkers(long run) {
        wentOn(run);
        due.keySet().removeIf(other -> !isUnderWay(other));
    }

    private void wentOn(long run) {
        Long since = due.remove(run);
        longestMillis = since == null ? longestMillis : Math.max(longestMillis, clock.getAsLong() - since);
    }

    /** To be asked after every event. */
    public void requireSoon() {
        due.forEach((run, since) -> {
            if (clock.getAsLong() - since > SOON_MILLIS) {
                throw new ViolationException("run " + run + " did not go on within " + SOON_MILLIS
                        + " ms after nobody was missing any more; under way are " + running + ", paused " + paused);
            }
        });
    }

    /** How long it took at most. */
    public long longestMillis() {
        return longestMillis;
    }

    // ---- work

    /**
     * A trainer is about to begin a task.
     *
     * @param hostile whether the worker may claim what it did not do
     */
    public void begins(WorkerId worker, long lease, boolean hostile) {
        if (leases.containsKey(lease)) {
            wentOn(leases.get(lease).run());
        }
        if (!begun.computeIfAbsent(worker, first -> new HashSet<>()).add(lease) || !hostile && claimed.contains(lease)) {
            throw new ViolationException(worker + " does the task of lease " + lease + " again, "
                    + (claimed.contains(lease) ? "of which it sent a claim" : "and has not died meanwhile"));
        }
    }

    /** A worker sends a claim, which it has kept. */
    public void claims(long lease) {
        claimed.add(lease);
    }

    /** What was in the hands of a worker's process died with it. */
    public void died(WorkerId worker) {
        begun.remove(worker);
    }
}
