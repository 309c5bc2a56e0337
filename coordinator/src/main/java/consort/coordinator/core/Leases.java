package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.RunWorker;
import consort.coordinator.core.Ephemeral.Session;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.proto.Cancel;
import consort.proto.CoordinatorMessage;
import java.util.Optional;

/**
 * Leases: granted with a duration, which runs on the monotonic clock from the moment of the grant, or of the re-grant when
 * the coordinator starts again. What a worker was seen to need counts more: one of which nothing is heard for three times what
 * its last task took has its lease ended early, and one that the quorum needs keeps it, for up to four times its duration, as long
 * as it reports steps or moves bytes. A lease whose claim is being checked neither expires nor drops out.
 */
final class Leases {

    private Leases() {
    }

    /** Whether a worker has no task, takes one, may be given one, and is not to measure itself first. */
    static boolean free(Turn turn, WorkerId worker) {
        return turn.ephemeral().session(worker).filter(session -> session.away().isEmpty()).isPresent()
                && !turn.ephemeral().pendingClaims.containsKey(worker)
                && turn.state().openLeaseOf(worker).isEmpty()
                && turn.state().allowed(worker).active()
                && !Remeasuring.isAwaited(turn, worker);
    }

    /** Appends a lease, starts its clock and sends the task. */
    static void grant(Turn turn, Lease lease) {
        turn.append(lease);
        turn.ephemeral().leaseClocks.put(lease.lease(), LeaseClock.granted(turn.monotonicMillis()));
        turn.ephemeral().session(lease.workerId()).ifPresent(session ->
                turn.release(new Effect.SendTask(lease.workerId(), session.id(), lease.lease())));
    }

    /** Starts a lease's clock anew, with its whole duration. */
    static void restart(Turn turn, Lease lease) {
        turn.ephemeral().leaseClocks.compute(lease.lease(), (_, clock) -> LeaseClock.granted(clock, turn.monotonicMillis()));
    }

    /** Its worker reported a step. */
    static void signOfLife(Turn turn, long lease) {
        turn.ephemeral().leaseClocks.computeIfPresent(lease, (_, clock) -> clock.signOfLife(turn.monotonicMillis()));
    }

    /** Its worker takes a model or brings an update. */
    static void moved(Turn turn, Event.BytesMoved event) {
        turn.state().openLeaseOf(event.worker()).map(LeaseView::lease).ifPresent(lease -> {
            JobDocument job = turn.state().runs().get(lease.run()).job();
            turn.ephemeral().leaseClocks.computeIfPresent(lease.lease(), (_, clock) -> clock.moved(turn.monotonicMillis(),
                    event.bytes(), lease.durationMillis(), job.maxUpdateBytes(), job.dropoutSeconds() * 1000L));
        });
    }

    /**
     * A lease was claimed: what its task took says what the next one may take.
     *
     * @param done whether the task was done; one that failed says nothing of how long it takes
     */
    static void claimed(Turn turn, Lease lease, boolean done) {
        LeaseClock clock = turn.ephemeral().leaseClocks.get(lease.lease());
        if (done && clock != null && clock.whole() && lease.kind() == LeaseKind.TRAIN) {
            turn.ephemeral().taskMillis.put(new RunWorker(lease.run(), lease.workerId()), turn.monotonicMillis() - clock.startMillis());
        }
        turn.ephemeral().forgetLease(lease.lease());
    }

    /**
     * Ends a lease that is over: its time is up, or its worker is gone or silent for too long.
     *
     * @param worker that of the lease, from where it need not be made anew: this is asked of a whole cohort whenever something happens
     * @param needed whether what waits for it cannot go on without
     */
    static void endIfOver(Turn turn, WorkerId worker, Lease lease, int dropoutSeconds, boolean needed) {
        if (checking(turn, worker, lease)) {
            return;
        }
        long now = turn.monotonicMillis();
        long dropoutMillis = dropoutSeconds * 1000L;
        LeaseClock clock = turn.ephemeral().leaseClocks.get(lease.lease());
        Optional<Long> absentSince = Optional.ofNullable(turn.ephemeral().absentSince.get(worker));
        Optional<Long> taskMillis = Optional.ofNullable(turn.ephemeral().taskMillis.get(new RunWorker(lease.run(), worker)))
                .filter(_ -> lease.kind() == LeaseKind.TRAIN);
        if (clock == null || clock.isOver(now, lease.durationMillis(), needed, dropoutMillis)) {
            end(turn, lease, LeaseEnded.Reason.EXPIRED);
            Troubles.expired(turn, lease);
        } else if (absentSince.isPresent() && now - absentSince.get() >= dropoutMillis) {
            end(turn, lease, LeaseEnded.Reason.DROPOUT);
        } else if (taskMillis.filter(millis -> clock.isSilent(now, millis, dropoutMillis)).isPresent()) {
            end(turn, lease, LeaseEnded.Reason.EXPIRED);
            Troubles.silent(turn, lease, now - clock.signMillis(), taskMillis.get());
        }
    }

    /** Ends a lease without a claim and tells its worker, if it is there. */
    static void end(Turn turn, Lease lease, LeaseEnded.Reason reason) {
        end(turn, lease, reason, Optional.empty());
    }

    /** Ends a lease whose worker will not do the task, with what it said. */
    static void handBack(Turn turn, Lease lease, String detail) {
        Optional<String> said = Optional.of(Troubles.printable(detail)).filter(text -> !text.isEmpty());
        end(turn, lease, LeaseEnded.Reason.HANDED_BACK, said);
        Troubles.handedBack(turn, lease, said);
    }

    private static void end(Turn turn, Lease lease, LeaseEnded.Reason reason, Optional<String> detail) {
        turn.append(new LeaseEnded(turn.timeMillis(), lease.lease(), reason, detail));
        turn.ephemeral().forgetLease(lease.lease());
        turn.ephemeral().session(lease.workerId()).ifPresent(session ->
                turn.release(cancel(lease.workerId(), session, lease.lease(), reason.text())));
    }

    static Effect cancel(WorkerId worker, Session session, long lease, String reason) {
        return new Effect.Send(worker, session.id(), CoordinatorMessage.newBuilder()
                .setCancel(Cancel.newBuilder().setLease(lease).setReason(reason)).build());
    }

    private static boolean checking(Turn turn, WorkerId worker, Lease lease) {
        Ephemeral.PendingClaim pending = turn.ephemeral().pendingClaims.get(worker);
        return pending != null && pending.lease() == lease.lease();
    }
}
