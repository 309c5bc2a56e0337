package consort.coordinator.core;

import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The coordinator's decisions. Pure: see the package's description. */
public final class Core {

    private Core() {
    }

    /**
     * What follows from one event.
     *
     * @param state folded from the ledger; only looked at
     * @param ephemeral changed here and nowhere else
     */
    public static Decision decide(State state, Ephemeral ephemeral, Event event, Now now, RandomGenerator random) {
        Turn turn = new Turn(state, ephemeral, now, random);
        if (ephemeral.recovery.isPresent()) {
            Recovering.decide(turn, event, ephemeral.recovery.get());
        } else {
            decide(turn, event);
        }
        return turn.decision();
    }

    private static void decide(Turn turn, Event event) {
        switch (event) {
            case Event.Received received -> Sessions.received(turn, received);
            case Event.Disconnected disconnected -> Sessions.disconnected(turn, disconnected);
            case Event.Describe describe -> Description.give(turn, describe);
            case Event.EnrollOrganization enroll -> Enrollments.organization(turn, enroll);
            case Event.EnrollWorker enroll -> Enrollments.worker(turn, enroll);
            case Event.EnrollPerson enroll -> Enrollments.person(turn, enroll);
            case Event.AppendEntry append -> OwnEntries.append(turn, append);
            case Event.AskPosition ask -> OwnEntries.position(turn, ask);
            case Event.Report report -> OwnEntries.reported(turn, report);
            case Event.AskOrganization ask -> turn.answer(ask.ticket(), OrganizationStatus.of(turn, ask.organization()));
            case Event.AddAuthority add -> AuthorityChanges.add(turn, add);
            case Event.RetireAuthority retire -> AuthorityChanges.retire(turn, retire);
            case Event.Revoke revoke -> Leaving.revoke(turn, revoke);
            case Event.Invite invite -> Enrollments.invite(turn, invite);
            case Event.SubmitJob submit -> Submissions.submit(turn, submit);
            case Event.EstimateJob estimate -> Submissions.estimate(turn, estimate);
            case Event.ModelChecked checked -> Submissions.modelChecked(turn, checked);
            case Event.WithdrawJob withdraw -> JobWithdrawals.withdraw(turn, withdraw);
            case Event.StopRun stop -> Runs.stop(turn, stop);
            case Event.PauseRun pause -> Operations.pause(turn, pause);
            case Event.ResumeRun resume -> Operations.resume(turn, resume);
            case Event.SetStanding set -> Operations.standing(turn, set);
            case Event.AddCost add -> Operations.cost(turn, add);
            case Event.ReverseClaim reverse -> Adjustments.reverse(turn, reverse);
            case Event.AddJournal add -> Adjustments.journal(turn, add);
            case Event.ReleaseModel release -> Releases.release(turn, release);
            case Event.Erase erase -> Erasures.erase(turn, erase);
            case Event.ClosePeriod close -> Periods.close(turn, close);
            case Event.ResolveDispute resolve -> Disputes.resolve(turn, resolve);
            case Event.SettlePeriod settle -> Payments.settle(turn, settle);
            case Event.AskStatus ask -> turn.answer(ask.ticket(), new Reply.Status(Status.json(turn)));
            case Event.AskModels ask -> turn.answer(ask.ticket(), Runs.models(turn, ask));
            case Event.UpdateChecked checked -> Claims.checked(turn, checked);
            case Event.Aggregated aggregated -> Aggregating.aggregated(turn, aggregated);
            case Event.ModelLookedFor looked -> LatestModel.lookedFor(turn, looked);
            case Event.BlobsListed listed -> Housekeeping.listed(turn, listed);
            case Event.BlobsDeleted deleted -> Housekeeping.deleted(turn, deleted);
            case Event.BytesMoved moved -> Leases.moved(turn, moved);
            case Event.Started started -> regrant(turn);
            case Event.Tick tick -> advance(turn);
        }
    }

    /** Open leases get their whole duration anew: the coordinator was away for nobody knows how long. */
    static void regrant(Turn turn) {
        turn.ephemeral().startedSize = turn.state().size();
        for (LeaseView open : turn.state().openLeases()) {
            Leases.restart(turn, open.lease());
            turn.ephemeral().absentSince.put(open.lease().workerId(), turn.monotonicMillis());
        }
        Housekeeping.look(turn);
    }

    /**
     * One step of the first run that has one to make. The run whose last round opened longest ago comes first, and keeps the
     * free workers it waits for: so each gets its turn, however much the others take.
     */
    private static void advance(Turn turn) {
        Submissions.startApproved(turn);
        if (turn.decided()) {
            return;
        }
        Set<WorkerId> kept = new HashSet<>();
        for (RunView run : inTurn(turn)) {
            step(turn, run, kept);
            if (turn.decided()) {
                return;
            }
        }
    }

    private static void step(Turn turn, RunView run, Set<WorkerId> kept) {
        if (LatestModel.holdsBack(turn, run)) {
            return;
        }
        switch (run.phase()) {
            case WAITING -> Waiting.step(turn, run, kept);
            case TRAINING -> Training.step(turn, run, kept);
            case AGGREGATING -> Aggregating.step(turn, run, kept);
            case EVALUATING -> Evaluating.step(turn, run);
            case ENDED -> { }
        }
    }

    private static List<RunView> inTurn(Turn turn) {
        return turn.state().runs().values().stream()
                .filter(run -> run.ended().isEmpty())
                .sorted(Comparator.comparingLong(run -> turn.ephemeral().timers(run.run()).lastTurn))
                .toList();
    }
}
