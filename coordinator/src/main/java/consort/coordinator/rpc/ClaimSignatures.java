package consort.coordinator.rpc;

import consort.ledger.entry.Entries;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.Subject;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.entry.VerifiedEntry;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.VerifierKey;
import consort.proto.WorkerMessage;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at the signatures of usage claims on the threads that received them: that takes longer than all that the loop does with a
 * claim, and the loop is one thread.
 *
 * @param key that signs somebody's entries now
 */
public record ClaimSignatures(Function<Subject, Optional<VerifierKey>> key) {

    /** Empty when there is no claim, or anything about it is wrong: the loop finds out what, and answers. */
    public Optional<VerifiedEntry> verified(WorkerId worker, WorkerMessage message) {
        if (!message.hasClaim()) {
            return Optional.empty();
        }
        try {
            return key.apply(Subject.of(worker))
                    .flatMap(signer -> VerifiedEntry.of(Entries.parse(message.getClaim().getEntry().toByteArray()), signer));
        } catch (MalformedEntryException | UnknownEntryTypeException wrong) {
            return Optional.empty();
        }
    }
}
