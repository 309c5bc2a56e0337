package consort.simulator.check;

import consort.coordinator.core.Event;
import consort.ledger.entry.Body;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.Standing;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.RoundView;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.simulator.ViolationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What absence may cost, by what reached the coordinator. Nobody who is gone is given a task. Who is gone or silent keeps none for longer
 * than the job bears, and a round is not given up for lack of somebody while another is free. A run that lacks workers waits, says that
 * it does so, and goes on when they are there; it ends for their lack only after the time that the job gives them.
 *
 * <p>Where more than one run is under way, workers may be kept for another; where the charter has reference speeds, they may be measuring
 * themselves: who of them is free is not judged then.
 */
public final class AttendanceWatch {

    /** Ticks, work beside the loop and messages under way take less. */
    static final long SLACK_MILLIS = 2_000;
    /** A needed worker that goes on keeps its lease for so many times its length at most. */
    private static final int MOST_TIMES = 4;
    /** Of what a worker's last task took: if nothing is heard for so long, nothing will come. */
    private static final int SILENT_TIMES = 3;
    private static final long STEADY_MILLIS = 1_000;
    private static final int MOST_PROBLEMS = 100;
    private static final int MOST_CHARACTERS = 4096;
    private static final String LACKS_QUORUM = "the quorum is";

    private final Presence presence = new Presence();
    /** By the ledger, whatever process granted them. */
    private final Map<Long, Lease> leases = new HashMap<>();
    private final Map<WorkerId, Long> leased = new HashMap<>();
    private final Map<Long, Set<WorkerId>> tookPart = new HashMap<>();
    /** In this process. */
    private final Map<Long, Long> granted = new HashMap<>();
    private final Map<Long, Map<WorkerId, Long>> taskMillis = new HashMap<>();
    /** When enough workers for each run were last there, and since when enough of them have been free without a break. */
    private final Map<Long, Long> enoughAt = new HashMap<>();
    private final Map<Long, Long> readySince = new TreeMap<>();
    private boolean judges;
    private boolean deciding;
    private long startedMillis;
    private long nowMillis;
    private boolean standingsChanged;
    private final List<Abandoned> abandoned = new ArrayList<>();
    private final List<RunEnded> ended = new ArrayList<>();

    /** A round that was given up for lack of updates, and who could have taken part. */
    private record Abandoned(RoundAbandoned entry, List<WorkerId> idle) {
    }

    /**
     * A process of the coordinator begins.
     *
     * @param judges whether it grants tasks from now on; a restored ledger waits for reports first
     */
    public void started(boolean judges, long nowMillis) {
        this.judges = judges;
        this.nowMillis = nowMillis;
        startedMillis = nowMillis;
        deciding = false;
        presence.started(nowMillis);
        granted.clear();
        taskMillis.clear();
        enoughAt.clear();
        readySince.clear();
    }

    /** It is about to decide a batch of events. */
    public void decides(List<Event> batch, long nowMillis) {
        this.nowMillis = nowMillis;
        deciding = judges;
        standingsChanged = false;
        abandoned.clear();
        ended.clear();
        presence.happened(batch, nowMillis);
    }

    /** Takes the next entry. */
    public void entry(Body entry) {
        switch (entry) {
            case RoundOpened opened -> tookPart.put(opened.run(), new HashSet<>());
            case Lease lease -> granted(lease);
            case LeaseEnded end -> leased.remove(leases.get(end.lease()).workerId(), end.lease());
            case Observation observation -> observed(observation, leases.get(observation.lease()));
            case RoundAbandoned round -> {
                if (deciding && round.reason().contains(LACKS_QUORUM)) {
                    abandoned.add(new Abandoned(round, idle(round.run())));
                }
            }
            case RunEnded end -> ended.add(end);
            case Standing standing -> standingsChanged = true;
            default -> { }
        }
    }

    private void granted(Lease lease) {
        leases.put(lease.lease(), lease);
        leased.put(lease.workerId(), lease.lease());
        if (lease.kind() == LeaseKind.TRAIN) {
            tookPart.get(lease.run()).add(lease.workerId());
        }
        if (deciding) {
            require(presence.wasThere(lease.workerId()), lease + " is granted to a worker that is not there");
            granted.put(lease.lease(), nowMillis);
        }
    }

    private void observed(Observation observation, Lease lease) {
        leased.remove(lease.workerId(), lease.lease());
        presence.answered(lease.workerId());
        if (observation.verdict() == Observation.Verdict.ACCEPTED && lease.kind() == LeaseKind.TRAIN && granted.containsKey(lease.lease())) {
            taskMillis.computeIfAbsent(lease.run(), first -> new HashMap<>()).put(lease.workerId(), nowMillis - granted.get(lease.lease()));
        }
    }

    /** Who could be given a task of the run's round at this moment, as far as leases and claims go. */
    private List<WorkerId> idle(long run) {
        return presence.surelyThere().stream().filter(worker -> !leased.containsKey(worker) && !presence.isClaiming(worker, nowMillis)
                && !tookPart.get(run).contains(worker)).toList();
    }

    /** It has decided. */
    public void decided(State state) {
        if (!deciding) {
            return;
        }
        deciding = false;
        state.openLeases().forEach(lease -> requireNotForgotten(state, lease));
        boolean alone = state.runs().values().stream().filter(run -> run.ended().isEmpty()).count() == 1 && ended.isEmpty();
        if (judgesWorkers(state)) {
            if (alone && !standingsChanged) {
                abandoned.forEach(round -> requireNobodyWasFree(state, round));
            }
            ended.forEach(end -> requireWaited(state, end));
            state.runs().values().stream().filter(run -> run.ended().isEmpty()).forEach(run -> attend(state, run, alone));
        }
    }

    private static boolean judgesWorkers(State state) {
        return state.charter().references().isEmpty();
    }

    private void requireNotForgotten(State state, LeaseView view) {
        Lease lease = view.lease();
        WorkerId worker = lease.workerId();
        if (presence.isClaiming(worker, nowMillis)) {
            return;
        }
        RunView run = state.runs().get(lease.run());
        long dropoutMillis = run.job().dropoutSeconds() * 1000L;
        long sinceMillis = granted.getOrDefault(lease.lease(), startedMillis);
        long silentMillis = nowMillis - presence.signMillis(worker, lease.lease(), sinceMillis);
        long goneMillis = presence.goneMillis(worker, nowMillis);
        require(goneMillis < dropoutMillis + SLACK_MILLIS, lease + " goes on although its worker has been gone for " + goneMillis + " ms");
        boolean goesOn = lease.kind() == LeaseKind.TRAIN && !run.round().map(RoundView::hasQuorum).orElse(true)
                && presence.gaveSign(worker, lease.lease()) && silentMillis < dropoutMillis + SLACK_MILLIS;
        require(nowMillis - sinceMillis < (goesOn ? MOST_TIMES : 1) * lease.durationMillis() + SLACK_MILLIS,
                lease + " has not ended after " + (nowMillis - sinceMillis) + " ms");
        if (lease.kind() == LeaseKind.TRAIN && taskMillis.containsKey(lease.run()) && taskMillis.get(lease.run()).containsKey(worker)) {
            long usualMillis = taskMillis.get(lease.run()).get(worker);
            require(silentMillis < Math.max(dropoutMillis, SILENT_TIMES * usualMillis) + SLACK_MILLIS, lease + " goes on although nothing was heard for "
                    + silentMillis + " ms of a worker whose last task took " + usualMillis);
        }
    }

    private void requireNobodyWasFree(State state, Abandoned round) {
        if (state.runs().get(round.entry.run()).paused().isPresent()) {
            return;
        }
        List<WorkerId> free = round.idle.stream().filter(worker -> state.allowed(worker).active() && presence.there().contains(worker)).toList();
        require(free.isEmpty(), round.entry + ": and " + free + " could have taken the place of whoever is missing");
    }

    private void requireWaited(State state, RunEnded end) {
        JobDocument job = state.runs().get(end.run()).job();
        if (end.outcome() == RunEnded.Outcome.ABANDONED && end.cause().startsWith("waited ")) {
            long lackedMillis = nowMillis - enoughAt.getOrDefault(end.run(), startedMillis);
            require(lackedMillis >= job.waitSeconds() * 1000L, end + ": enough workers were there " + lackedMillis + " ms ago");
        }
    }

    /** @param alone whether no other run may want the workers */
    private void attend(State state, RunView run, boolean alone) {
        List<WorkerId> sure = presence.surelyThere().stream().filter(worker -> state.allowed(worker).active()).toList();
        if (sure.size() >= run.job().cohort().min()) {
            enoughAt.put(run.run(), nowMillis);
        }
        long free = sure.stream().filter(worker -> !leased.containsKey(worker) && !presence.isClaiming(worker, nowMillis)).count();
        if (!alone || run.phase() != RunView.Phase.WAITING || run.paused().isPresent() || free < run.job().cohort().min()) {
            readySince.remove(run.run());
            return;
        }
        long readyMillis = nowMillis - readySince.computeIfAbsent(run.run(), first -> nowMillis);
        long mostMillis = (run.job().gatherSeconds() + (run.job().evaluate().isPresent() ? run.job().dropoutSeconds() : 0)) * 1000L + SLACK_MILLIS;
        require(readyMillis < mostMillis, "run " + run.run() + " has had " + free + " free workers for " + readyMillis + " ms and does not go on");
    }

    /** What it says to the operator who asks: whether a run is paused for lack of workers, and nothing of the kind otherwise. */
    public void told(State state, String status) {
        if (!judges || !judgesWorkers(state) || presence.steadyMillis(nowMillis) < STEADY_MILLIS || standingsChanged) {
            return;
        }
        JsonObject document = JsonObject.parse(status);
        List<String> problems = document.fields().object("health").texts("problems", MOST_PROBLEMS, MOST_CHARACTERS);
        long surely = presence.surelyThere().stream().filter(worker -> state.allowed(worker).active()).count();
        long possibly = presence.there().stream().filter(worker -> state.allowed(worker).active()).count();
        for (JsonValue told : ((JsonArray) document.members().get("runs")).items()) {
            Map<String, JsonValue> run = ((JsonObject) told).members();
            JobDocument job = state.runs().get(((JsonInteger) run.get("run")).value()).job();
            boolean says = problems.stream().anyMatch(problem -> problem.startsWith("run " + text(run.get("run")) + " is paused for lack of workers: "));
            // Whoever measures the last model, or that model itself, comes before the workers of the next round.
            boolean waits = text(run.get("waitsFor")).startsWith("waits for ") && text(run.get("phase")).equals("waiting");
            require(!says || surely < job.cohort().min(), "a run is said to lack workers, and " + surely + " are there: " + status);
            require(says || !waits || possibly >= job.cohort().min(), "a run is not said to lack workers, and " + possibly + " are there: " + status);
        }
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString text ? text.value() : value.canonicalText();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ViolationException(otherwise);
        }
    }
}
