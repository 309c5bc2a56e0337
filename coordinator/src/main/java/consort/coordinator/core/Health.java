package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.Observed;
import consort.coordinator.core.Ephemeral.Session;
import consort.coordinator.core.Ephemeral.Storage;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.Footprint;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The part of the status document that answers: is it healthy, who is missing, when is it done, is the disk enough. */
final class Health {

    private static final long MAX_UNPUBLISHED_MILLIS = 10_000;
    private static final long HOUR_SECONDS = 3600;
    private static final long MAX_LAG_MILLIS = 5_000;
    /** The pace is that of so many last rounds. */
    private static final int PACE_ROUNDS = 10;

    private Health() {
    }

    static JsonObject health(Turn turn) {
        List<JsonValue> problems = problems(turn).stream().map(text -> (JsonValue) new JsonString(text)).toList();
        return JsonObject.builder()
                .put("healthy", problems.isEmpty())
                .put("problems", problems)
                .put("unpublishedMillis", turn.ephemeral().observed().unpublishedMillis())
                .put("loopLagMillis", turn.ephemeral().observed().surroundings().loopLagMillis())
                .build();
    }

    private static List<String> problems(Turn turn) {
        Observed observed = turn.ephemeral().observed();
        List<String> problems = new ArrayList<>();
        turn.ephemeral().recovery.ifPresent(recovery -> problems.add(Recovering.text(turn, recovery)));
        if (observed.unpublishedMillis() > MAX_UNPUBLISHED_MILLIS) {
            problems.add("entries have waited " + observed.unpublishedMillis() / 1000 + " s for a checkpoint");
        }
        if (observed.surroundings().loopLagMillis() > MAX_LAG_MILLIS) {
            problems.add("the coordinator is " + observed.surroundings().loopLagMillis() / 1000 + " s behind with its events");
        }
        ClockProblem.of(turn.state().ledgerTimeMillis(), turn.wallMillis()).ifPresent(problems::add);
        Storage storage = observed.surroundings().storage();
        long least = DiskNeeds.leastBytes(turn.state(), storage);
        if (least > DiskNeeds.leftBytes(turn.state(), storage)) {
            problems.add("the disk is not enough: the runs under way need at least " + least + " bytes more, and there is room for "
                    + DiskNeeds.leftBytes(turn.state(), storage) + "; make room, or raise blobs.maxTotalBytes");
        }
        observed.surroundings().memory().problem(turn.state().size()).ifPresent(problems::add);
        problems.addAll(WitnessStatus.problems(turn));
        turn.state().runs().values().stream().filter(run -> run.ended().isEmpty()).forEach(run -> {
            Ephemeral.RunTimers timers = turn.ephemeral().timers(run.run());
            timers.waitingSince.ifPresent(since -> problems.add("run " + run.run() + " is paused for lack of workers: it goes on by"
                    + " itself when enough are there, and is abandoned in "
                    + text(Math.max(0, run.job().waitSeconds() - (turn.monotonicMillis() - since) / 1000))));
            if (!timers.abandoned.isEmpty()) {
                problems.add("run " + run.run() + timers.abandoned.replaceFirst(";", ":"));
            }
        });
        return problems;
    }

    private static String text(long seconds) {
        return seconds < 2 * HOUR_SECONDS ? seconds + " s"
                : seconds < 48 * HOUR_SECONDS ? seconds / HOUR_SECONDS + " hours" : seconds / HOUR_SECONDS / 24 + " days";
    }

    // ---- who is missing

    /** Workers that could take tasks and are not connected. */
    static List<JsonObject> missing(Turn turn) {
        State state = turn.state();
        return state.workers().keySet().stream()
                .filter(worker -> turn.ephemeral().session(worker).isEmpty() && state.allowed(worker).active())
                .map(worker -> missing(turn, worker))
                .toList();
    }

    private static JsonObject missing(Turn turn, WorkerId worker) {
        Optional<JsonValue> since = Optional.ofNullable(turn.ephemeral().absentSince.get(worker))
                .map(absent -> new JsonInteger(turn.monotonicMillis() - absent));
        return JsonObject.builder()
                .put("organization", worker.organization())
                .put("worker", worker.worker())
                .putIfPresent("forMillis", since)
                .put("wantedBy", turn.state().runs().values().stream().filter(run -> wants(turn, run, worker))
                        .map(run -> (JsonValue) new JsonInteger(run.run())).toList())
                .build();
    }

    /** A run whose round it is in, or for which it offered what is needed when it was last here. */
    private static boolean wants(Turn turn, RunView run, WorkerId worker) {
        Optional<Session> last = Optional.ofNullable(turn.ephemeral().lastSessions.get(worker));
        return run.ended().isEmpty() && (run.round().filter(round -> round.workers().contains(worker)).isPresent()
                || last.filter(session ->
                        session.offers(run.run(), run.job().trainer(), run.job().data(), turn.monotonicMillis())).isPresent());
    }

    // ---- when it is done

    /**
     * Time until a run ends at the pace of its last rounds: rounds left times the median time from close to close, less what the
     * present round has taken. Empty before the first round closed.
     */
    static OptionalLong remainingMillis(RunView run, long nowMillis) {
        int closed = Math.toIntExact(run.roundsClosed());
        if (closed == 0) {
            return OptionalLong.empty();
        }
        List<Long> lengths = new ArrayList<>();
        for (int i = Math.max(1, closed - PACE_ROUNDS + 1); i <= closed; i++) {
            lengths.add(run.models().get(i).timeMillis() - run.models().get(i - 1).timeMillis());
        }
        lengths.sort(null);
        long median = lengths.get(lengths.size() / 2);
        long elapsed = Math.clamp(nowMillis - run.latest().timeMillis(), 0, median);
        long left = run.job().rounds() - run.roundsClosed();
        return OptionalLong.of(Math.max(0, Capped.times(left, median) - elapsed));
    }

    // ---- is the disk enough

    static JsonObject disk(Turn turn) {
        Storage storage = turn.ephemeral().observed().surroundings().storage();
        return JsonObject.builder()
                .put("usedBytes", storage.usedBytes())
                .put("maxBytes", storage.maxBytes())
                .put("freeBytes", storage.freeBytes())
                .put("neededBytes", DiskNeeds.neededBytes(turn.state(), storage))
                .put("enough", DiskNeeds.leastBytes(turn.state(), storage) <= DiskNeeds.leftBytes(turn.state(), storage))
                .put("deletedBlobs", turn.ephemeral().underway.deletedBlobs())
                .put("deletedBytes", turn.ephemeral().underway.deletedBytes())
                .build();
    }

    static JsonObject memory(Turn turn) {
        Memory memory = turn.ephemeral().observed().surroundings().memory();
        return JsonObject.builder()
                .put("stateBytes", Footprint.heapBytes(turn.state().size()))
                .put("peerBytes", memory.peerBytes())
                .put("heapBytes", Math.min(JsonValue.MAX_INTEGER, memory.heapBytes()))
                .put("peerDirectBytes", memory.peerDirectBytes())
                .put("directBytes", Math.min(JsonValue.MAX_INTEGER, memory.directBytes()))
                .put("enough", memory.problem(turn.state().size()).isEmpty())
                .build();
    }
}
