package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.RunTimers;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RoundView;
import consort.ledger.fold.Rounds;
import consort.ledger.fold.RunView;
import consort.ledger.fold.Scores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Between rounds.
 *
 * <table>
 * <caption>Ways out</caption>
 * <tr><th>when</th><th>entries</th><th>next</th></tr>
 * <tr><td>the last model is to be measured</td><td>lease (evaluate)</td><td>{@link Evaluating}</td></tr>
 * <tr><td>all rounds of the job are closed</td><td>run-ended completed</td><td>ended</td></tr>
 * <tr><td>more than maxAbandonedRounds in a row</td><td>run-ended abandoned</td><td>ended</td></tr>
 * <tr><td>the operator paused the run</td><td>none</td><td>the same, until it is resumed</td></tr>
 * <tr><td>cohort.max free workers offer trainer and data, or cohort.min for gatherSeconds, or cohort.min and nobody is awaited</td>
 *     <td>round-opened, a lease each</td><td>{@link Training}</td></tr>
 * <tr><td>fewer than cohort.min connected workers offer them for waitSeconds</td><td>run-ended abandoned</td><td>ended</td></tr>
 * </table>
 *
 * <p>Runs take turns: the one whose last round opened longest ago is served first, and free workers that it waits for are kept
 * for it. A run waits for somebody's absence once: after a round for which it waited, the next opens at once with those who are there,
 * unless one of them was lost meanwhile or is at a task, or the round was abandoned. Workers that are busy elsewhere, or kept for another run, still count as there, so that a run does not end for having waited its turn; so do those that say they come
 * back within days.
 */
final class Waiting {

    private Waiting() {
    }

    /** @param kept free workers for which runs before this one wait; this one adds its own */
    static void step(Turn turn, RunView run, Set<WorkerId> kept) {
        RunTimers timers = turn.ephemeral().timers(run.run());
        timers.aggregating = 0;
        if (Evaluating.wanted(turn, run)) {
            Evaluating.seek(turn, run);
        } else if (run.roundsClosed() >= run.job().rounds()) {
            Runs.end(turn, run, RunEnded.Outcome.COMPLETED, "all " + run.job().rounds() + " rounds closed");
        } else if (run.abandonedInRow() > run.job().maxAbandonedRounds()) {
            Runs.end(turn, run, RunEnded.Outcome.ABANDONED, run.abandonedInRow() + " rounds in a row were abandoned; the job bears "
                    + run.job().maxAbandonedRounds() + timers.abandoned);
        } else if (run.paused().isPresent()) {
            timers.waitingSince = Optional.empty();
            timers.gatheringSince = Optional.empty();
            timers.waitsFor = "paused: " + run.paused().get();
        } else {
            gather(turn, run, timers, kept);
        }
    }

    private static String wanted(JobDocument.Cohort cohort) {
        return cohort.max() == 1 ? "1 worker"
                : cohort.min() == cohort.max() ? cohort.min() + " workers" : cohort.min() + " to " + cohort.max() + " workers";
    }

    private static void gather(Turn turn, RunView run, RunTimers timers, Set<WorkerId> kept) {
        JobDocument job = run.job();
        List<WorkerId> offering = offering(turn, run, job.data());
        List<WorkerId> there = able(turn, run);
        String unmeasured = there.size() == offering.size() ? "" : ", " + (offering.size() - there.size())
                + " without the benchmark of " + job.trainer() + " that the charter asks for (consort worker benchmark)";
        List<WorkerId> idle = there.stream().filter(worker -> Leases.free(turn, worker)).toList();
        List<WorkerId> free = idle.stream().filter(worker -> !kept.contains(worker)).toList();
        long measuring = Remeasuring.away(turn, run);
        timers.waitsFor = "waits for " + wanted(job.cohort()) + " with trainer " + job.trainer() + " and data "
                + job.data() + "; " + there.size() + " connected, " + free.size() + " free"
                + (free.size() < idle.size() ? ", " + (idle.size() - free.size()) + " kept for a run that waits longer" : "")
                + (measuring == 0 ? "" : ", " + measuring + " doing the benchmark again")
                + unmeasured
                + timers.abandoned;
        if (there.size() + measuring < job.cohort().min()) {
            abandonWhenAlone(turn, run, timers, there.size() + " connected" + unmeasured);
            return;
        }
        timers.waitingSince = Optional.empty();
        keep(turn, run, there, free, kept);
        if (free.size() < job.cohort().min()) {
            timers.gatheringSince = Optional.empty();
            return;
        }
        long since = timers.gatheringSince.orElse(turn.monotonicMillis());
        timers.gatheringSince = Optional.of(since);
        if (free.size() >= job.cohort().max() || nobodyIsAwaited(turn, timers, there, free)
                || turn.monotonicMillis() - since >= job.gatherSeconds() * 1000L) {
            timers.gatheringSince = Optional.empty();
            timers.gathered = Set.copyOf(free);
            open(turn, run, choose(turn, free, job.cohort().max()));
        }
    }

    /** Whether all who were free when the last round opened are so again, nobody else who is there will be soon, and that round closed. */
    private static boolean nobodyIsAwaited(Turn turn, RunTimers timers, List<WorkerId> there, List<WorkerId> free) {
        return !timers.gathered.isEmpty() && timers.abandoned.isEmpty() && free.containsAll(timers.gathered)
                && there.stream().allMatch(worker -> free.contains(worker) || turn.ephemeral().sessions.get(worker).away().isPresent());
    }

    /** Keeps what this run could take from those that come after it, unless too few are there for it to open at all. */
    private static void keep(Turn turn, RunView run, List<WorkerId> there, List<WorkerId> free, Set<WorkerId> kept) {
        long present = there.stream().filter(worker -> turn.ephemeral().sessions.get(worker).away().isEmpty()).count();
        if (present >= run.job().cohort().min()) {
            free.stream().limit(run.job().cohort().max()).forEach(kept::add);
        }
    }

    private static void abandonWhenAlone(Turn turn, RunView run, RunTimers timers, String there) {
        timers.gatheringSince = Optional.empty();
        long since = timers.waitingSince.orElse(turn.monotonicMillis());
        timers.waitingSince = Optional.of(since);
        JobDocument job = run.job();
        if (turn.monotonicMillis() - since >= job.waitSeconds() * 1000L) {
            Runs.end(turn, run, RunEnded.Outcome.ABANDONED, "waited " + job.waitSeconds() + " s for " + job.cohort().min()
                    + " workers with trainer " + job.trainer() + " and data " + job.data() + "; " + there);
        }
    }

    /** Whose speed is unknown gets no task: the charter says by what the work is normalized, and here there is nothing. */
    private static boolean measured(Turn turn, WorkerId worker, String trainer) {
        return Scores.measured(turn.state().charter(), turn.state().workers().get(worker), trainer)
                && !Remeasuring.isOverdue(turn, worker, trainer);
    }

    /** Connected workers that could take a train task of a run now or before long, by name. */
    static List<WorkerId> able(Turn turn, RunView run) {
        return offering(turn, run, run.job().data()).stream().filter(worker -> measured(turn, worker, run.job().trainer())).toList();
    }

    /** Connected workers that offer a trainer and a data set and may be given tasks, by name. */
    static List<WorkerId> offering(Turn turn, RunView run, String data) {
        return turn.ephemeral().sessions.entrySet().stream()
                .filter(session -> session.getValue().offers(run.run(), run.job().trainer(), data, turn.monotonicMillis()))
                .map(Map.Entry::getKey)
                .filter(worker -> turn.state().allowed(worker).active())
                .toList();
    }

    /** At random when there are more than wanted (Fisher and Yates' shuffle, cut short): names give nobody an advantage. */
    private static List<WorkerId> choose(Turn turn, List<WorkerId> free, int max) {
        List<WorkerId> chosen = new ArrayList<>(free);
        int count = Math.min(max, chosen.size());
        for (int i = 0; i < count && chosen.size() > max; i++) {
            Collections.swap(chosen, i, i + turn.random().nextInt(chosen.size() - i));
        }
        return chosen.subList(0, count).stream().sorted().toList();
    }

    private static void open(Turn turn, RunView run, List<WorkerId> cohort) {
        RoundOpened opened = Rounds.open(run, cohort, turn.timeMillis());
        turn.append(opened);
        turn.ephemeral().timers(run.run()).lastTurn = ++turn.ephemeral().turns;
        RoundView round = new RoundView(opened, new TreeMap<>(), 0, List.of());
        long lease = turn.state().nextLease();
        for (WorkerId worker : cohort) {
            int devices = turn.ephemeral().sessions.get(worker).devices();
            Leases.grant(turn, Rounds.trainLease(run, round, worker, lease++, devices, turn.timeMillis()));
        }
    }
}
