package consort.ledger.fold;

import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundManifest;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.WorkerId;
import consort.model.aggregate.AggregationRule;
import consort.model.aggregate.FedAvg;
import consort.model.sum.Weights;
import java.util.Collection;
import java.util.List;

/**
 * What the entries of a round must say. The coordinator writes them with these functions, and the fold compares.
 */
public final class Rounds {

    /** By which updates become the next model: the only rule there is yet. It keeps nothing from round to round. */
    public static final String RULE = FedAvg.RULE_VERSION;

    private Rounds() {
    }

    /** The opening of a run's next round. */
    public static RoundOpened open(RunView run, Collection<WorkerId> cohort, long timeMillis) {
        List<WorkerId> sorted = cohort.stream().sorted().distinct().toList();
        return new RoundOpened(timeMillis, run.run(), run.roundsOpened() + 1, run.model(), sorted, run.job().quorum(),
                seconds(run.job().roundSeconds()));
    }

    /** The train lease of a worker of the open round's cohort. {@code number} is {@link State#nextLease}. */
    public static Lease trainLease(RunView run, RoundView round, WorkerId worker, long number, int devices, long timeMillis) {
        JobDocument job = run.job();
        long steps = run.steps(worker);
        return new Lease(timeMillis, number, run.run(), round.round(), LeaseKind.TRAIN, worker.organization(), worker.worker(),
                round.opened().model(), job.trainer(), job.data(), steps, TaskSeed.of(job.seed(), round.round(), worker),
                weight(job, steps, round.opened().cohort()), devices, round.opened().durationMillis());
    }

    /** The lease to evaluate the model that the run has reached; the job says so, and a round has closed. */
    public static Lease evaluateLease(RunView run, WorkerId worker, long number, int devices, long timeMillis) {
        JobDocument job = run.job();
        JobDocument.Evaluate evaluate = job.evaluate().orElseThrow();
        long round = run.latest().round();
        return new Lease(timeMillis, number, run.run(), round, LeaseKind.EVALUATE, worker.organization(), worker.worker(),
                run.model(), job.trainer(), evaluate.data(), 0, TaskSeed.of(job.seed(), round, worker), 0, devices,
                seconds(evaluate.seconds()));
    }

    /**
     * The weight of an update of a cohort. It is scaled for the exact sum as if everybody had all of the job's steps, so that it does
     * not depend on how many others have fewer.
     *
     * @param steps of its task, at most the job's
     */
    public static long weight(JobDocument job, long steps, List<WorkerId> cohort) {
        return switch (job.weights()) {
            case EQUAL -> 1;
            case ASSIGNED_STEPS -> Math.max(1, Weights.scaleEqual(job.steps(), cohort.size()) * steps / job.steps());
        };
    }

    /** The manifest of a round whose updates have all been decided. */
    public static RoundManifest manifest(RunView run, RoundView round) {
        return new RoundManifest(run.run(), round.round(), run.model(), run.job().trainable(), run.job().scales(),
                round.accepted());
    }

    /**
     * The close of a round.
     *
     * @param model digest of the new model
     */
    public static RoundClosed close(RunView run, RoundView round, String model, long timeMillis) {
        return close(run, round, manifest(run, round).digest(), model, timeMillis);
    }

    /** The same, where the manifest's digest is known or seen to elsewhere. */
    static RoundClosed close(RunView run, RoundView round, String manifest, String model, long timeMillis) {
        return new RoundClosed(timeMillis, run.run(), round.round(), RULE, run.model(), model, manifest, round.accepted().size(), round.weight(), AggregationRule.EMPTY_SERVER_STATE,
                AggregationRule.EMPTY_SERVER_STATE);
    }

    private static long seconds(int seconds) {
        return seconds * 1000L;
    }
}
