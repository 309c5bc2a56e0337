package consort.coordinator.logkey;

import consort.ledger.note.SignerKey;
import java.util.Optional;

/**
 * The files of the log's keys. Each call that changes them is durable on return, and happens wholly or not at all; one that threw
 * may have happened, and may be undone when the machine dies.
 */
public interface LogKeyFiles {

    /** The key that the coordinator signs with, unless the ledger names the next one already. */
    SignerKey present();

    /** A key that is about to become the log's; while no entry names it, it is nobody's. */
    Optional<SignerKey> next();

    /** The key before the present one. */
    Optional<SignerKey> retiring();

    /** Keeps a next key, in place of another or of the same, which need not have been durable. */
    void keepNext(SignerKey next);

    /** Keeps the present key as the retiring one, too. */
    void retain();

    /** Makes the next key the present one, and there is no next one any more. */
    void takeUpNext();

    /** Deletes the retiring key. */
    void deleteRetiring();
}
