package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.RunTimers;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.Rounds;
import consort.ledger.fold.RunView;
import java.util.Optional;

/**
 * A closed round's model is measured, if the job says so: one task, to the first connected worker by name that offers
 * trainer and data set. Whatever comes of it, the run goes on.
 *
 * <table>
 * <caption>Ways out</caption>
 * <tr><th>when</th><th>entries</th><th>next</th></tr>
 * <tr><td>the worker claims ({@link Claims})</td><td>usage-claim, observation</td><td>{@link Waiting}</td></tr>
 * <tr><td>its time is up, or it is away for dropoutSeconds</td><td>lease-ended</td><td>{@link Waiting}</td></tr>
 * </table>
 *
 * <p>Before a lease is granted the run is {@link Waiting}. When no worker that offers the set is free for dropoutSeconds,
 * the model stays unmeasured. Each model is tried once by a process; one that starts again may try once more.
 */
final class Evaluating {

    private Evaluating() {
    }

    /** Whether the model of the last closed round is still to be measured. */
    static boolean wanted(Turn turn, RunView run) {
        return run.job().evaluate().isPresent() && run.latest().round() > 0 && run.latest().accuracyMillionths().isEmpty()
                && run.latest().lossMillionths().isEmpty()
                && turn.ephemeral().timers(run.run()).evaluationTried < run.latest().round();
    }

    /** Grants the evaluation, or gives it up when nobody was found for long. */
    static void seek(Turn turn, RunView run) {
        RunTimers timers = turn.ephemeral().timers(run.run());
        JobDocument.Evaluate evaluate = run.job().evaluate().orElseThrow();
        Optional<WorkerId> worker = Waiting.offering(turn, run, evaluate.data()).stream()
                .filter(one -> Leases.free(turn, one)).findFirst();
        long since = timers.evaluatorSoughtSince.orElse(turn.monotonicMillis());
        timers.evaluatorSoughtSince = Optional.of(since);
        timers.waitsFor = "seeks a worker with trainer " + run.job().trainer() + " and data " + evaluate.data();
        if (worker.isPresent()) {
            done(timers, run);
            int devices = turn.ephemeral().sessions.get(worker.get()).devices();
            Leases.grant(turn, Rounds.evaluateLease(
                    run, worker.get(), turn.state().nextLease(), devices, turn.timeMillis()));
        } else if (turn.monotonicMillis() - since >= run.job().dropoutSeconds() * 1000L) {
            done(timers, run);
        }
    }

    static void step(Turn turn, RunView run) {
        turn.ephemeral().timers(run.run()).waitsFor = "measures the model of round " + run.latest().round();
        for (LeaseView lease : turn.state().openLeases()) {
            if (lease.lease().run() == run.run() && lease.lease().kind() == LeaseKind.EVALUATE) {
                Leases.endIfOver(turn, lease.lease().workerId(), lease.lease(), run.job().dropoutSeconds(), false);
            }
        }
    }

    private static void done(RunTimers timers, RunView run) {
        timers.evaluationTried = run.latest().round();
        timers.evaluatorSoughtSince = Optional.empty();
    }
}
