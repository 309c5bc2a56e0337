package consort.coordinator.core;

import consort.ledger.entry.VerifiedEntry;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RoundView;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What the coordinator knows and may forget: sessions, deadlines on the monotonic clock, timers, progress. It begins empty
 * with every process. Owned by the loop; changed by the core only.
 */
public final class Ephemeral {

    /**
     * A worker's open stream, after its hello.
     *
     * @param away why it takes no tasks now, in its words; empty when it takes them
     * @param declined runs of which it wants no task while this stream lasts
     * @param measures trainers whose benchmark it says it does again when asked
     */
    record Session(long id, Set<String> trainers, Set<String> data, int devices, Optional<Away> away, Set<Long> declined,
            Set<String> measures) {

        Session {
            trainers = Set.copyOf(trainers);
            data = Set.copyOf(data);
            declined = Set.copyOf(declined);
            measures = Set.copyOf(measures);
        }

        /** Whether it is there for a run, now or, as it said itself, before long. */
        boolean offers(long run, String trainer, String dataSet, long nowMillis) {
            return away.map(gone -> gone.isPassing(nowMillis)).orElse(true)
                    && !declined.contains(run) && trainers.contains(trainer) && data.contains(dataSet);
        }

        Session with(Optional<Away> changed) {
            return new Session(id, trainers, data, devices, changed, declined, measures);
        }

        Session declining(long run) {
            Set<Long> more = new HashSet<>(declined);
            more.add(run);
            return new Session(id, trainers, data, devices, away, more, measures);
        }
    }

    /**
     * Why a worker takes no tasks.
     *
     * @param forMillis how long from the moment it said so; 0 when it did not say
     * @param sinceMillis that moment, on the monotonic clock
     */
    record Away(String reason, long forMillis, long sinceMillis) {

        /** A site that lends its nights or its working days comes back within days; a run waits for it. */
        private static final long PASSING_MILLIS = Duration.ofDays(4).toMillis();
        /** By how much a site's clock may be wrong before nobody waits for it any longer. */
        private static final long MARGIN_MILLIS = Duration.ofMinutes(10).toMillis();

        /** Whether it said when it comes back, and may still keep its word. */
        boolean isPassing(long nowMillis) {
            return forMillis > 0 && forMillis <= PASSING_MILLIS && nowMillis - sinceMillis <= forMillis + MARGIN_MILLIS;
        }
    }

    /** How far a lease has come, as its worker last said. */
    record LeaseProgress(long step, long steps, long lossMillionths) {
    }

    /** A worker in a run. */
    record RunWorker(long run, WorkerId worker) {
    }

    /** A claim whose update is being checked. */
    record PendingClaim(long session, long seq, long lease, VerifiedEntry entry) {
    }

    /** Timers of a run; each is forgotten when its phase is left. */
    static final class RunTimers {
        /** Since when the next round waits for workers; empty when it does not. */
        Optional<Long> waitingSince = Optional.empty();
        /** Since when enough workers for a cohort are there. */
        Optional<Long> gatheringSince = Optional.empty();
        /** Who was free when the last round opened; empty before the first one of this process. */
        Set<WorkerId> gathered = Set.of();
        /** Since when the last closed round waits for an evaluator. */
        Optional<Long> evaluatorSoughtSince = Optional.empty();
        /** When its last round opened, counted over all runs; 0 when none did in this process. */
        long lastTurn;
        /** The round whose aggregation is under way; 0 for none. */
        long aggregating;
        /** The last round whose model a worker was asked to measure, or for which none was found. */
        long evaluationTried;
        /** Whether the store has the model that the run reached. */
        LatestModel.Known model = LatestModel.Known.NOTHING;
        /** What the run waits for, for people; empty while it waits for the workers of its open round. */
        String waitsFor = "";
        /** Why the round before this one was abandoned, for people; empty when it was not, or before this process. */
        String abandoned = "";
        /** When the open round was last looked over for leases whose time is up. */
        private Optional<LookedOver> lookedOver = Optional.empty();

        /**
         * Whether to look a round over for leases whose time is up: not for each of the thousands of events that come a second,
         * for it may have thousands of workers; but at once when it opened, or reached its quorum and so needs the others no longer.
         */
        boolean looksOver(RoundView round, long nowMillis) {
            if (lookedOver.filter(before -> before.holds(round, nowMillis)).isPresent()) {
                return false;
            }
            lookedOver = Optional.of(new LookedOver(round.round(), round.hasQuorum(), nowMillis));
            return true;
        }
    }

    /** A look at the leases of a round, which holds until there may be something new to see. */
    private record LookedOver(long round, boolean quorum, long atMillis) {

        /** No longer than from one tick of an idle loop to the next. */
        private static final long HOLDS_MILLIS = 100;

        boolean holds(RoundView now, long nowMillis) {
            return round == now.round() && quorum == now.hasQuorum() && nowMillis - atMillis < HOLDS_MILLIS;
        }
    }

    final LedgerClock ledgerClock = new LedgerClock();
    /** Open sessions in the order of workers' names: selection must not depend on who connected first. */
    final TreeMap<WorkerId, Session> sessions = new TreeMap<>();
    final Map<WorkerId, Long> absentSince = new HashMap<>();
    /** The last session of each worker that was here since the process started. */
    final Map<WorkerId, Session> lastSessions = new HashMap<>();
    /** Present while a restored ledger waits for members' reports. */
    Optional<Recovering.Recovery> recovery = Optional.empty();
    /** Work with blobs, and their deletion. */
    final Underway underway = new Underway();
    final Map<Long, LeaseClock> leaseClocks = new HashMap<>();
    /** How long the last whole task of a run took a worker, from the grant to the claim. */
    final Map<RunWorker, Long> taskMillis = new HashMap<>();
    final Map<Long, LeaseProgress> progress = new HashMap<>();
    final Map<WorkerId, PendingClaim> pendingClaims = new HashMap<>();
    /** When workers are asked for a benchmark again. */
    MeasuringPolicy measuring = MeasuringPolicy.NEVER;
    /** Who was asked for a benchmark again, and of which trainer; an answer shows in the state. */
    final Map<WorkerId, TreeMap<String, Remeasuring.Asked>> asked = new HashMap<>();
    /** Entries when the process began to work. */
    long startedSize;
    /** Why the last task of a worker brought nothing, in words; none of a worker whose last claim was accepted. */
    final Map<WorkerId, String> troubles = new HashMap<>();
    /** Rounds opened in this process, over all runs. */
    long turns;
    final Map<Long, RunTimers> timers = new HashMap<>();
    /** What the status document reports, and estimates rest on. */
    private Observed observed = new Observed(0, 0, Surroundings.NONE);

    /**
     * Facts for the status document and for estimates.
     *
     * @param checkpointSize entries in the published checkpoint
     * @param unpublishedMillis for how long an entry has waited for a checkpoint
     */
    public record Observed(long checkpointSize, long unpublishedMillis, Surroundings surroundings) {
    }

    /**
     * What the adapters know.
     *
     * @param traffic bytes by worker
     * @param loopLagMillis how long the last event waited for the loop
     */
    public record Surroundings(Map<WorkerId, Traffic> traffic, long loopLagMillis, Storage storage, Memory memory,
            WitnessFacts witnesses) {

        /** Nothing is known. */
        public static final Surroundings NONE = new Surroundings(Map.of(), 0,
                new Storage(0, Long.MAX_VALUE >> 10, Long.MAX_VALUE >> 10, Long.MAX_VALUE >> 10, Retention.Policy.EVERYTHING, blob -> 0),
                Memory.AMPLE, WitnessFacts.NONE);

        /** Without witnesses. */
        public Surroundings(Map<WorkerId, Traffic> traffic, long loopLagMillis, Storage storage, Memory memory) {
            this(traffic, loopLagMillis, storage, memory, WitnessFacts.NONE);
        }

        public Surroundings {
            traffic = Map.copyOf(traffic);
        }
    }

    /**
     * The store of models and updates.
     *
     * @param usedBytes uploads included, as far as they came
     * @param maxBlobBytes what one of them may have
     * @param maxBytes what it may hold
     * @param freeBytes on the disk it stands on
     * @param size of a stored blob; 0 when it is absent
     */
    public record Storage(long usedBytes, long maxBlobBytes, long maxBytes, long freeBytes, Retention.Policy policy, ToLongFunction<String> size) {
    }

    /** Bytes between the coordinator and one worker since the process started. */
    public record Traffic(long receivedBytes, long sentBytes) {
    }

    /**
     * Begins with waiting for members' reports.
     *
     * @param entries that were restored
     * @param required how many organizations must report; empty for all of them
     * @param software name and version, for the ledger
     */
    public void recover(long entries, OptionalInt required, String software) {
        recovery = Optional.of(new Recovering.Recovery(entries,
                required.isPresent() ? Optional.of(required.getAsInt()) : Optional.empty(), software));
    }

    /** Asks for benchmarks again from now on. */
    public void ask(MeasuringPolicy policy) {
        measuring = policy;
    }

    /** Whether members' reports are waited for; nothing may be appended or signed until then. */
    public boolean recovering() {
        return recovery.isPresent();
    }

    /** Tells what the next status document is to report, and the next estimate to rest on. */
    public void observe(Observed facts) {
        observed = facts;
    }

    Observed observed() {
        return observed;
    }

    /** Workers with an open session, in the order of their names. */
    public List<WorkerId> connected() {
        return List.copyOf(sessions.keySet());
    }

    /** Nothing else is to be done: open rounds are looked over with the next tick, however lately that was done. */
    public void lookOver() {
        timers.values().forEach(timers -> timers.lookedOver = Optional.empty());
    }

    RunTimers timers(long run) {
        return timers.computeIfAbsent(run, ignored -> new RunTimers());
    }

    Optional<Session> session(WorkerId worker) {
        return Optional.ofNullable(sessions.get(worker));
    }

    void forgetRun(long run) {
        timers.remove(run);
        taskMillis.keySet().removeIf(task -> task.run() == run);
    }

    void forgetLease(long lease) {
        leaseClocks.remove(lease);
        progress.remove(lease);
    }
}
