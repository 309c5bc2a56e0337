package consort.ledger.fold;

import consort.ledger.entry.Departure;
import consort.ledger.entry.Entry;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.Subject;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaverView.Cause;
import java.util.List;

/**
 * How somebody's part ends: by the operator, by the organization, by the worker itself. Its keys and certificates count no
 * more, its unused invites are void, and the entries that follow at once end its open leases. What it earned stays.
 */
final class LeavingRules {

    private LeavingRules() {
    }

    static Change revocation(State state, Entry entry, Revocation body, Check check) throws RuleViolation {
        Change left = leave(state, new LeaverView(body.subject(), Cause.REVOKED, body.reason(), entry.index()), check);
        return body.subject().equals(Subject.ofOrganization(body.organization()))
                ? left.then(() -> state.accounts.left(body.organization(), body.timeMillis())) : left;
    }

    static Change withdrawal(State state, Entry entry, Withdrawal body, Check check) throws RuleViolation {
        return leave(state, new LeaverView(body.subject(), Cause.WITHDRAWN, body.reason(), entry.index()), check);
    }

    static Change departure(State state, Entry entry, Departure body, Check check) throws RuleViolation {
        return leave(state, new LeaverView(Subject.of(body.workerId()), Cause.LEFT, body.reason(), entry.index()), check);
    }

    /** A lease ends as revoked exactly when its worker's part has ended. */
    static void checkReason(State state, LeaseEnded body, Check check) throws RuleViolation {
        boolean revoked = state.work.orphanedLeases.contains(body.lease());
        check.that(revoked == (body.reason() == LeaseEnded.Reason.REVOKED), Rule.LEAVING, "reason",
                revoked ? LeaseEnded.Reason.REVOKED.text() : "another than " + LeaseEnded.Reason.REVOKED.text(),
                body.reason().text());
    }

    private static Change leave(State state, LeaverView leaver, Check check) throws RuleViolation {
        Subject subject = leaver.subject();
        check.that(state.takesPart(subject), Rule.LEAVING, "organization", "somebody who takes part, or is invited to", subject);
        List<WorkerId> workers = state.workers().keySet().stream()
                .filter(worker -> subject.covers(Subject.of(worker))).toList();
        List<Long> leases = state.openLeases().stream().filter(open -> workers.contains(open.lease().workerId()))
                .map(open -> open.lease().lease()).toList();
        return () -> {
            Membership membership = state.membership;
            workers.forEach(membership.workers::remove);
            membership.people.keySet().removeIf(person -> subject.covers(person));
            membership.invites.values().removeIf(invite -> subject.covers(invite.subject()));
            if (subject.equals(Subject.ofOrganization(subject.organization()))) {
                membership.members.computeIfPresent(subject.organization(), (name, member) -> member.revokedBy(leaver.index()));
            }
            state.witnesses.end(subject, leaver.index());
            membership.leavers.add(leaver);
            state.work.orphanedLeases.addAll(leases);
        };
    }
}
