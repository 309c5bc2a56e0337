package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.LeaverView;
import consort.ledger.fold.State;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The end of somebody's part: the entry that says so, the end of its open leases, and the cut of all it has open here. An
 * update of it that is being checked meanwhile is not entered any more.
 */
final class Leaving {

    private Leaving() {
    }

    /** The operator revokes somebody; whose part has ended already, is left as it is. */
    static void revoke(Turn turn, Event.Revoke event) {
        Revocation revocation = new Revocation(turn.timeMillis(), event.subject(), event.reason());
        try {
            Entries.requireReadable(revocation);
        } catch (MalformedEntryException malformed) {
            turn.refuse(event.ticket(), Code.INVALID, malformed.getMessage());
            return;
        }
        if (!turn.state().takesPart(event.subject())) {
            ended(turn.state(), event.subject()).ifPresentOrElse(
                    leaver -> turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(leaver.index()), true)),
                    () -> turn.refuse(event.ticket(), Code.NOT_FOUND, absent(turn.state(), event.subject())));
            return;
        }
        long index = turn.nextIndex();
        turn.append(revocation);
        turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(index), false));
        follow(turn, event.subject(), "was revoked: " + event.reason());
    }

    /** How the part of somebody who takes none ended: by itself, or with its organization's. */
    private static Optional<LeaverView> ended(State state, Subject subject) {
        return state.leavers().reversed().stream().filter(leaver -> leaver.subject().covers(subject)).findFirst();
    }

    /** What whoever wants to end a part is told when there is none. */
    static String absent(State state, Subject subject) {
        return subject + " neither takes part nor is invited to" + ended(state, subject)
                .map(leaver -> ": " + leaver.describe() + " (entry " + leaver.index() + ")").orElse("");
    }

    /**
     * What follows from an entry that ends somebody's part, which was just appended.
     *
     * @param what happened, for those who are cut off
     */
    static void follow(Turn turn, Subject subject, String what) {
        for (LeaseView open : turn.state().openLeases()) {
            Lease lease = open.lease();
            if (subject.covers(Subject.of(lease.workerId()))) {
                turn.append(new LeaseEnded(turn.timeMillis(), lease.lease(), LeaseEnded.Reason.REVOKED));
                turn.ephemeral().forgetLease(lease.lease());
            }
        }
        for (WorkerId worker : turn.state().workers().keySet()) {
            if (subject.covers(Subject.of(worker))) {
                turn.ephemeral().sessions.remove(worker);
                turn.ephemeral().absentSince.remove(worker);
                turn.ephemeral().lastSessions.remove(worker);
                turn.ephemeral().troubles.remove(worker);
            }
        }
        turn.release(new Effect.CutOff(subject, subject + " " + what));
    }
}
