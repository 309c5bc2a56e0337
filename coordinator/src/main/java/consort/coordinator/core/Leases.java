package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.Session;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.proto.Cancel;
import consort.proto.CoordinatorMessage;
import java.util.Optional;

/**
 * Leases: granted with a duration, which runs on the monotonic clock from the moment of the grant, or of the re-grant when
 * the coordinator starts again. A lease whose claim is being checked neither expires nor drops out.
 */
final class Leases {

    private Leases() {
    }

    /** Whether a worker has no task, takes one, and may be given one. */
    static boolean free(Turn turn, WorkerId worker) {
        return turn.ephemeral().session(worker).filter(session -> session.away().isEmpty()).isPresent()
                && !turn.ephemeral().pendingClaims.containsKey(worker)
                && turn.state().openLeaseOf(worker).isEmpty()
                && turn.state().allowed(worker).active();
    }

    /** Appends a lease, starts its clock and sends the task. */
    static void grant(Turn turn, Lease lease) {
        turn.append(lease);
        start(turn, lease);
        turn.ephemeral().session(lease.workerId()).ifPresent(session ->
                turn.release(new Effect.SendTask(lease.workerId(), session.id(), lease.lease())));
    }

    /** Starts a lease's clock, with its whole duration. */
    static void start(Turn turn, Lease lease) {
        turn.ephemeral().leaseDeadlines.put(lease.lease(), turn.monotonicMillis() + lease.durationMillis());
    }

    /** Ends a lease that is over: its time is up, or its worker is gone for too long. */
    static void endIfOver(Turn turn, LeaseView view, int dropoutSeconds) {
        Lease lease = view.lease();
        if (checking(turn, lease)) {
            return;
        }
        long deadline = turn.ephemeral().leaseDeadlines.getOrDefault(lease.lease(), Long.MIN_VALUE);
        Optional<Long> absentSince = Optional.ofNullable(turn.ephemeral().absentSince.get(lease.workerId()));
        if (turn.monotonicMillis() >= deadline) {
            end(turn, lease, LeaseEnded.Reason.EXPIRED);
        } else if (absentSince.isPresent() && turn.monotonicMillis() - absentSince.get() >= dropoutSeconds * 1000L) {
            end(turn, lease, LeaseEnded.Reason.DROPOUT);
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

    private static boolean checking(Turn turn, Lease lease) {
        Ephemeral.PendingClaim pending = turn.ephemeral().pendingClaims.get(lease.workerId());
        return pending != null && pending.lease() == lease.lease();
    }
}
