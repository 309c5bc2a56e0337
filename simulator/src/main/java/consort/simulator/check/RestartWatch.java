package consort.simulator.check;

import consort.ledger.entry.Entry;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunPaused;
import consort.ledger.entry.RunResumed;
import consort.ledger.entry.RunStarted;
import consort.simulator.ViolationException;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** When every machine is up again, the runs go on soon, unless one dies again before: a task is begun, or an entry about a round is made. */
public final class RestartWatch {

    /** What is promised of a restart. Any task of a simulation takes less. */
    static final long SOON_MILLIS = 10_000;

    /** Runs that were started and have not ended. */
    private final Set<Long> running = new HashSet<>();
    private final Set<Long> paused = new HashSet<>();
    private OptionalLong backMillis = OptionalLong.empty();
    private long longestMillis;

    /** A machine died: whoever misses it may wait. */
    public void died() {
        backMillis = OptionalLong.empty();
    }

    /** The last machine that was missing is back. */
    public void back(long nowMillis) {
        backMillis = goesOn() ? OptionalLong.of(nowMillis) : OptionalLong.empty();
    }

    private boolean goesOn() {
        return running.stream().anyMatch(run -> !paused.contains(run));
    }

    /** Takes the next entry. */
    public void entry(Entry entry, long nowMillis) {
        switch (entry.body()) {
            case RunStarted started -> running.add(started.run());
            case RunPaused pause -> {
                paused.add(pause.run());
                forget();
            }
            case RunResumed resume -> paused.remove(resume.run());
            case RoundOpened opened -> wentOn(nowMillis);
            case Lease lease -> wentOn(nowMillis);
            case Observation observation -> wentOn(nowMillis);
            case RoundClosed closed -> wentOn(nowMillis);
            case RunEnded ended -> {
                running.remove(ended.run());
                wentOn(nowMillis);
            }
            default -> { }
        }
    }

    /** A paused run need not go on. */
    private void forget() {
        if (!goesOn()) {
            backMillis = OptionalLong.empty();
        }
    }

    /** A task was begun, or an entry about a round was made. */
    public void wentOn(long nowMillis) {
        backMillis.ifPresent(since -> longestMillis = Math.max(longestMillis, nowMillis - since));
        backMillis = OptionalLong.empty();
    }

    /** To be asked after every event. */
    public void requireSoon(long nowMillis) {
        if (backMillis.isPresent() && nowMillis - backMillis.getAsLong() > SOON_MILLIS) {
            throw new ViolationException("no run went on within " + SOON_MILLIS + " ms after the last machine was back; under way are "
                    + running + ", paused " + paused);
        }
    }

    /** How long it took at most. */
    public long longestMillis() {
        return longestMillis;
    }
}
