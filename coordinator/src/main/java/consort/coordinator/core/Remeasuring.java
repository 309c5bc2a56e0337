package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.Session;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Limits;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.BenchmarkView;
import consort.ledger.fold.RunView;
import consort.ledger.fold.WorkerView;
import consort.ledger.json.JsonObject;
import consort.proto.BenchmarkWanted;
import consort.proto.CoordinatorMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Benchmarks that are asked for again. After a train task, thus when its worker has none, chance decides whether the worker is to measure
 * itself anew. Until the benchmark is entered, or time is up, it gets no task; after that none with this trainer until it is
 * entered, as if it had never been measured. Each trainer is asked about by itself. A process that starts again has asked nobody, and
 * takes benchmarks of before for answers.
 *
 * <p>Nothing that a worker does keeps it from being asked: who has a benchmark in the ledger has measured itself, whatever its hello says;
 * who is away is told when it is back; and what it entered unasked puts no question off.
 */
final class Remeasuring {

    private static final int PERMILLE = 1000;
    private static final TreeMap<String, Asked> NOTHING = new TreeMap<>();

    /**
     * What a worker was asked for.
     *
     * @param size of the ledger then
     * @param sinceMillis on the monotonic clock, as the deadline
     */
    record Asked(String trainer, long size, long sinceMillis, long deadlineMillis) {

        Asked by(long millis) {
            return new Asked(trainer, size, sinceMillis, Math.min(deadlineMillis, millis));
        }
    }

    private Remeasuring() {
    }

    /** A lease was claimed. */
    static void claimed(Turn turn, Lease lease) {
        MeasuringPolicy policy = turn.ephemeral().measuring;
        WorkerId worker = lease.workerId();
        if (policy.permille() == 0 || lease.kind() != LeaseKind.TRAIN || owes(turn, worker, lease.trainer())
                || turn.state().openLeaseOf(worker).filter(open -> open.lease().lease() != lease.lease()).isPresent() || !due(turn, lease, policy)) {
            return;
        }
        if (turn.random().nextInt(PERMILLE) < policy.permille()) {
            long now = turn.monotonicMillis();
            put(turn, worker, new Asked(lease.trainer(), turn.state().size(), now, now + policy.answerMillis()));
            turn.ephemeral().session(worker).ifPresent(session -> greeted(turn, worker, session));
        }
    }

    /** Whether the worker can enter another benchmark, and was neither asked for one, nor measured for the first time, lately. */
    private static boolean due(Turn turn, Lease lease, MeasuringPolicy policy) {
        WorkerView worker = turn.state().workers().get(lease.workerId());
        return worker.benchmarked() < Limits.MAX_BENCHMARKS_PER_WORKER
                && turn.state().charter().reference(lease.trainer()).isPresent()
                && Optional.ofNullable(worker.benchmarks().get(lease.trainer())).filter(last -> isOld(turn, worker, last, policy)).isPresent();
    }

    private static boolean isOld(Turn turn, WorkerView worker, BenchmarkView last, MeasuringPolicy policy) {
        Asked before = of(turn, worker.id()).get(last.benchmark().trainer());
        if (before != null && worker.index() < before.size()) {
            return turn.monotonicMillis() - before.sinceMillis() >= policy.leastAgeMillis();
        }
        boolean unasked = last.times() > 1 && last.index() >= turn.ephemeral().startedSize;
        return unasked || isOld(turn.timeMillis() - last.benchmark().timeMillis(), policy);
    }

    /** A benchmark's date is its worker's word: one that is still to come puts nothing off. */
    private static boolean isOld(long ageMillis, MeasuringPolicy policy) {
        return ageMillis < 0 || ageMillis >= policy.leastAgeMillis();
    }

    /** Asks a worker, or again one that is back: the question may have been lost. One that says it does not measure need not be waited for. */
    static void greeted(Turn turn, WorkerId worker, Session session) {
        owed(turn, worker).forEach(asked -> {
            if (session.measures().contains(asked.trainer())) {
                send(turn, worker, session, asked.trainer());
            } else {
                put(turn, worker, asked.by(turn.monotonicMillis()));
            }
        });
    }

    /** Whether nothing is given to a worker, for it is to measure itself first. */
    static boolean isAwaited(Turn turn, WorkerId worker) {
        return owed(turn, worker).stream().anyMatch(asked -> !isOverdue(turn, asked));
    }

    /** Whether a worker counts as not measured, for it did not measure itself when it was asked. */
    static boolean isOverdue(Turn turn, WorkerId worker, String trainer) {
        return owed(turn, worker).stream().anyMatch(asked -> asked.trainer().equals(trainer) && isOverdue(turn, asked));
    }

    /** How many workers that a run could take are away to measure themselves; they come back. */
    static long away(Turn turn, RunView run) {
        JobDocument job = run.job();
        return turn.ephemeral().asked.keySet().stream()
                .filter(worker -> turn.ephemeral().session(worker).isEmpty() && isAwaited(turn, worker))
                .filter(worker -> turn.state().allowed(worker).active())
                .filter(worker -> turn.ephemeral().lastSessions.get(worker)
                        .offers(run.run(), job.trainer(), job.data(), turn.monotonicMillis()))
                .count();
    }

    /** What a worker was asked for and has not done, for the status document: of several, what is awaited longest. */
    static Optional<JsonObject> json(Turn turn, WorkerId worker) {
        return owed(turn, worker).stream().max(Comparator.comparingLong(Asked::deadlineMillis)).map(asked -> JsonObject.builder()
                .put("trainer", asked.trainer()).put("overdue", isOverdue(turn, asked)).build());
    }

    private static boolean isOverdue(Turn turn, Asked asked) {
        return turn.monotonicMillis() >= asked.deadlineMillis();
    }

    private static boolean owes(Turn turn, WorkerId worker, String trainer) {
        return owed(turn, worker).stream().anyMatch(asked -> asked.trainer().equals(trainer));
    }

    /** What a worker was asked for, unless it has done it, or the name was given to another. */
    private static List<Asked> owed(Turn turn, WorkerId worker) {
        WorkerView view = turn.state().workers().get(worker);
        return of(turn, worker).values().stream().filter(asked -> view != null && view.index() < asked.size()
                && Optional.ofNullable(view.benchmarks().get(asked.trainer())).map(BenchmarkView::index).orElse(0L) < asked.size()).toList();
    }

    private static SortedMap<String, Asked> of(Turn turn, WorkerId worker) {
        return turn.ephemeral().asked.getOrDefault(worker, NOTHING);
    }

    private static void put(Turn turn, WorkerId worker, Asked asked) {
        turn.ephemeral().asked.computeIfAbsent(worker, first -> new TreeMap<>()).put(asked.trainer(), asked);
    }

    private static void send(Turn turn, WorkerId worker, Session session, String trainer) {
        turn.release(new Effect.Send(worker, session.id(), CoordinatorMessage.newBuilder()
                .setBenchmarkWanted(BenchmarkWanted.newBuilder().setTrainer(trainer)).build()));
    }
}
