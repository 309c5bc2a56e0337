package consort.ledger.fold;

import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Access;
import consort.ledger.entry.Ack;
import consort.ledger.entry.Approval;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Charter;
import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.Key;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.InviteView.WorkerInvite;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.VerifierKey;
import java.util.Optional;

/** Which key must sign an entry. */
final class Signers {

    private Signers() {
    }

    static VerifierKey required(State state, Entry entry) throws RuleViolation {
        Check check = new Check(entry.index());
        VerifierKey key = switch (entry.body()) {
            case Charter charter -> check.present(parse(charter.logKey()), Rule.CHARTER, "logKey", "a verifier key",
                    charter.logKey());
            case CoordinatorBody coordinator -> logKey(state, check);
            case PartyBody party -> (state.founded() ? party(state, party, entry.signature()) : Optional.<VerifierKey>empty())
                    .orElseThrow(() -> check.violation(Rule.SIGNER, "organization", "a party whose key the ledger holds", described(party)));
        };
        if (!entry.signature().isBy(key)) {
            throw check.violation(Rule.SIGNER, "signature", key.toString(),
                    entry.signature().name() + "+" + Integer.toHexString(entry.signature().keyId()));
        }
        return key;
    }

    static Optional<VerifierKey> parse(String key) {
        try {
            return Optional.of(VerifierKey.parse(key));
        } catch (MalformedNoteException malformed) {
            return Optional.empty();
        }
    }

    private static VerifierKey logKey(State state, Check check) throws RuleViolation {
        check.that(state.founded(), Rule.ORDER, "type", "charter as the first entry", "another entry");
        return state.logKey();
    }

    private static Optional<VerifierKey> party(State state, PartyBody body, NoteSignature signature) {
        return switch (body) {
            case Acceptance acceptance -> member(state, acceptance.organization(), signature);
            case Key key -> switch (key.purpose()) {
                case WORKER_INVITE, ORGANIZATION -> member(state, key.organization(), signature);
                case WITNESS -> key.worker().isPresent() ? worker(state, key.workerId()) : member(state, key.organization(), signature);
                case WORKER -> invite(state, key.workerId()).map(WorkerInvite::key);
            };
            case UsageClaim claim -> worker(state, claim.workerId());
            case Departure departure -> worker(state, departure.workerId());
            case Benchmark benchmark -> worker(state, benchmark.workerId());
            case Access access -> member(state, access.organization(), signature);
            case Withdrawal withdrawal -> member(state, withdrawal.organization(), signature);
            case Approval approval -> member(state, approval.organization(), signature);
            case Dispute dispute -> member(state, dispute.organization(), signature);
            case Ack ack -> member(state, ack.organization(), signature);
            case SettlementConfirm confirm -> member(state, confirm.organization(), signature);
            case Erasure erasure -> erasure.workerId().map(worker -> worker(state, worker))
                    .orElseGet(() -> member(state, erasure.organization(), signature));
        };
    }

    /** The one open invite of a worker. */
    static Optional<WorkerInvite> invite(State state, WorkerId worker) {
        return state.invites().stream()
                .filter(WorkerInvite.class::isInstance).map(WorkerInvite.class::cast)
                .filter(invite -> invite.worker().equals(worker))
                .findFirst();
    }

    /** The organization's present key, or its next one, when that is the one the signature names. */
    private static Optional<VerifierKey> member(State state, String organization, NoteSignature signature) {
        return Optional.ofNullable(state.members().get(organization))
                .filter(member -> member.revoked().isEmpty())
                .map(member -> member.successor().filter(signature::isBy).orElse(member.key()));
    }

    private static Optional<VerifierKey> worker(State state, WorkerId worker) {
        return Optional.ofNullable(state.workers().get(worker)).map(WorkerView::key);
    }

    private static String described(PartyBody party) {
        return switch (party) {
            case Acceptance acceptance -> acceptance.organization();
            case Key key -> key.organization() + key.worker().map(worker -> "/" + worker).orElse("")
                    + " (" + key.purpose().text() + ")";
            case UsageClaim claim -> claim.workerId().toString();
            case Departure departure -> departure.workerId().toString();
            case Benchmark benchmark -> benchmark.workerId().toString();
            case Access access -> access.organization();
            case Withdrawal withdrawal -> withdrawal.organization();
            case Approval approval -> approval.organization();
            case Dispute dispute -> dispute.organization();
            case Ack ack -> ack.organization();
            case SettlementConfirm confirm -> confirm.organization();
            case Erasure erasure -> erasure.workerId().map(WorkerId::toString).orElse(erasure.organization());
        };
    }
}
