package consort.worker.session;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Receipt;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.util.List;
import java.util.Optional;

/**
 * Whether a receipt says what it must: signed by a log key that may sign for its indexes, about exactly the bytes of the claim and of
 * an observation that the log's key of that index signed and that observes this claim.
 */
final class ReceiptRules {

    /** What came of the check. */
    sealed interface Checked {
    }

    record Valid(Verdict verdict, List<Receipt.Receipted> entries) implements Checked {
    }

    record Invalid(String why) implements Checked {
    }

    private ReceiptRules() {
    }

    static Checked check(consort.proto.Receipt message, PendingClaim claim, LogKeys logKeys) {
        try {
            Receipt receipt = Receipts.verify(message.getNote().toByteArray(), logKeys);
            if (receipt.entries().size() != 2) {
                return new Invalid("it names " + receipt.entries().size() + " entries, not the claim and its observation");
            }
            Receipt.Receipted claimed = receipt.entries().getFirst();
            if (!claimed.leafHash().equals(TreeHash.leaf(claim.entry().toByteArray()))) {
                return new Invalid("it names the leaf " + claimed.leafHash() + ", which is not the claim's");
            }
            Entry observation = Entries.parse(message.getObservation().toByteArray());
            VerifierKey signer = logKeys.reigning(receipt.entries().getLast().index());
            if (!observation.leafHash().equals(receipt.entries().getLast().leafHash()) || !observation.isSignedBy(signer)) {
                return new Invalid("the observation beside it is not the one it names, or not signed by " + signer);
            }
            return observed(observation, receipt, claim.lease());
        } catch (MalformedNoteException | UnverifiedNoteException | MalformedEntryException | UnknownEntryTypeException e) {
            return new Invalid(e.getMessage());
        }
    }

    private static Checked observed(Entry entry, Receipt receipt, long lease) {
        if (!(entry.body() instanceof Observation observation)) {
            return new Invalid("the entry beside it is of type " + entry.type().text());
        }
        if (observation.claim() != receipt.entries().getFirst().index() || observation.lease() != lease) {
            return new Invalid("its observation is about claim " + observation.claim() + " of lease " + observation.lease());
        }
        boolean accepted = observation.verdict() == Observation.Verdict.ACCEPTED;
        Optional<String> reason = observation.reason().map(code ->
                observation.detail().map(detail -> code + ": " + PeerText.shown(detail)).orElse(code));
        return new Valid(new Verdict(accepted, reason, observation.acceptedMillis(), observation.scoreMilli(),
                observation.reduction()), receipt.entries());
    }
}
