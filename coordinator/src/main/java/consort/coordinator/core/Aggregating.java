package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.RunTimers;
import consort.coordinator.core.Event.AggregationResult;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RoundView;
import consort.ledger.fold.Rounds;
import consort.ledger.fold.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All leases of a round are settled.
 *
 * <table>
 * <caption>Ways out</caption>
 * <tr><th>when</th><th>entries</th><th>next</th></tr>
 * <tr><td>fewer accepted updates than the quorum, and another worker is free ({@link Substitutes})</td><td>lease</td>
 *     <td>{@link Training}</td></tr>
 * <tr><td>fewer, and nobody is</td><td>round-abandoned</td><td>{@link Waiting}</td></tr>
 * <tr><td>the sum is done</td><td>round-closed</td><td>{@link Waiting}</td></tr>
 * <tr><td>the sum cannot become a model</td><td>round-abandoned</td><td>{@link Waiting}</td></tr>
 * </table>
 *
 * <p>The sum runs off the loop. That it runs is not durable: a coordinator that starts again sums again, to the same bytes.
 */
final class Aggregating {

    private static final int MAX_REASON = 300;

    private Aggregating() {
    }

    /** @param kept free workers for which runs before this one wait */
    static void step(Turn turn, RunView run, Set<WorkerId> kept) {
        RoundView round = run.round().orElseThrow();
        RunTimers timers = turn.ephemeral().timers(run.run());
        if (Substitutes.grant(turn, run, kept)) {
            return;
        }
        if (!round.hasQuorum()) {
            abandon(turn, run, round, round.accepted().size() + " of " + round.opened().cohort().size()
                    + " updates were accepted; the quorum is " + round.opened().quorum() + Troubles.of(turn, round));
        } else if (timers.aggregating != round.round()) {
            timers.aggregating = round.round();
            timers.waitsFor = "sums " + round.accepted().size() + " updates";
            JobDocument job = run.job();
            List<String> reads = new ArrayList<>(List.of(round.opened().model()));
            round.accepted().forEach(update -> reads.add(update.update()));
            turn.ephemeral().underway.begin(Underway.sum(run.run(), round.round()), reads);
            turn.release(new Effect.Aggregate(run.run(), round.round(), Rounds.RULE, round.opened().model(), job.trainable(),
                    job.scales(), round.accepted().stream().map(one -> new Effect.Addend(one.update(), one.weight())).toList()));
        }
    }

    /** The sum came back. One that nobody waits for any more (its run was stopped) is dropped. */
    static void aggregated(Turn turn, Event.Aggregated event) {
        Set<String> deleted = Housekeeping.ended(turn, Underway.sum(event.run(), event.round()));
        RunView run = turn.state().runs().get(event.run());
        Optional<RoundView> round = Optional.ofNullable(run).flatMap(RunView::round)
                .filter(open -> open.round() == event.round() && open.settled() && open.hasQuorum());
        if (round.isEmpty()) {
            return;
        }
        if (event.result() instanceof AggregationResult.Done done && deleted.contains(done.model())) {
            // The bytes were there before, and went while they were made again.
            turn.ephemeral().timers(event.run()).aggregating = 0;
            return;
        }
        switch (event.result()) {
            case AggregationResult.Done done -> close(turn, run, round.get(), done);
            case AggregationResult.Failed failed -> abandon(turn, run, round.get(), failed.reason());
        }
    }

    private static void close(Turn turn, RunView run, RoundView round, AggregationResult.Done done) {
        turn.document(Rounds.manifest(run, round).bytes());
        turn.append(Rounds.close(run, round, done.model(), turn.timeMillis()));
        turn.release(new Effect.Publish());
        Housekeeping.look(turn);
        turn.ephemeral().timers(run.run()).abandoned = "";
        LatestModel.seen(turn, run.run(), done.model());
    }

    private static void abandon(Turn turn, RunView run, RoundView round, String reason) {
        String text = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
        turn.append(new RoundAbandoned(turn.timeMillis(), run.run(), round.round(), text));
        turn.ephemeral().timers(run.run()).abandoned = "; round " + round.round() + " was abandoned: " + text;
        LatestModel.doubt(turn, run.run());
    }
}
