package consort.ledger.fold;

import consort.ledger.entry.WorkerId;
import consort.ledger.note.VerifierKey;

/**
 * An enrolled worker.
 *
 * @param key signs its usage claims
 * @param index of the {@code key} entry that admits it
 */
public record WorkerView(WorkerId id, VerifierKey key, long index) {
}
