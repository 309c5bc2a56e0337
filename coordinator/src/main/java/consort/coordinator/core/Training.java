package consort.coordinator.core;

import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RoundView;
import consort.ledger.fold.RunView;
import java.util.Map;
import java.util.Set;

/**
 * A round is open and its leases run.
 *
 * <table>
 * <caption>Ways out</caption>
 * <tr><th>when</th><th>entries</th><th>next</th></tr>
 * <tr><td>a worker claims its lease ({@link Claims})</td><td>usage-claim, observation</td><td>the same</td></tr>
 * <tr><td>a lease's time is up</td><td>lease-ended expired</td><td>the same</td></tr>
 * <tr><td>its worker is away for dropoutSeconds</td><td>lease-ended dropout</td><td>the same</td></tr>
 * <tr><td>its worker hands it back ({@link Sessions})</td><td>lease-ended handed-back</td><td>the same</td></tr>
 * <tr><td>too few are left for the quorum, and another worker is free ({@link Substitutes})</td><td>lease</td><td>the same</td></tr>
 * <tr><td>every lease was claimed or ended</td><td>none</td><td>{@link Aggregating}</td></tr>
 * </table>
 *
 * <p>A straggler holds the round until its lease expires ({@link Leases}); what it claims later is entered as late.
 */
final class Training {

    private Training() {
    }

    /** @param kept free workers for which runs before this one wait */
    static void step(Turn turn, RunView run, Set<WorkerId> kept) {
        turn.ephemeral().timers(run.run()).waitsFor = "";
        RoundView round = run.round().orElseThrow();
        if (turn.ephemeral().timers(run.run()).looksOver(round, turn.monotonicMillis())) {
            endWhatIsOver(turn, run, round);
        }
        if (!turn.decided()) {
            Substitutes.grant(turn, run, kept);
        }
    }

    private static void endWhatIsOver(Turn turn, RunView run, RoundView round) {
        for (Map.Entry<WorkerId, Long> granted : round.leases().entrySet()) {
            turn.state().openLease(granted.getValue()).ifPresent(lease ->
                    Leases.endIfOver(turn, granted.getKey(), lease.lease(), run.job().dropoutSeconds(), !round.hasQuorum()));
        }
    }

    /** What a run waits for, for people. Of an open round it is made when somebody asks, since it looks at the whole cohort. */
    static String waitsFor(Turn turn, RunView run) {
        String said = turn.ephemeral().timers(run.run()).waitsFor;
        return run.phase() == RunView.Phase.TRAINING && said.isEmpty() ? ofRound(turn, run) : said;
    }

    private static String ofRound(Turn turn, RunView run) {
        RoundView round = run.round().orElseThrow();
        return "waits for " + round.openLeases() + " of " + round.opened().cohort().size() + " workers; "
                + round.accepted().size() + " updates accepted, quorum " + round.opened().quorum() + Troubles.of(turn, round);
    }
}
