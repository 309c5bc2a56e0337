package consort.worker.enroll;

import consort.ledger.entry.LogKeys;
import consort.ledger.note.UnverifiedNoteException;
import io.grpc.StatusException;

/** The log's keys as they are known here, and a way to hear of newer ones. */
public interface KnownKeys {

    LogKeys known();

    /**
     * Asks the coordinator, and keeps what it says.
     *
     * @return the keys known from now on
     * @throws TamperingException when what it says does not continue what is known
     */
    LogKeys learn() throws StatusException;

    /** What the log's keys are to have signed. */
    interface Signed {

        /** Returns when it holds. */
        void verify(LogKeys keys) throws UnverifiedNoteException;
    }

    /**
     * Verifies by the known keys, and by newer ones if those do not do: somebody who was away may not have heard of them.
     *
     * @throws UnverifiedNoteException when no key that is the log's signed it as it must
     */
    default void verify(Signed signed) throws UnverifiedNoteException, StatusException {
        LogKeys before = known();
        try {
            signed.verify(before);
        } catch (UnverifiedNoteException unknown) {
            LogKeys now = learn();
            if (now.equals(before)) {
                throw unknown;
            }
            signed.verify(now);
        }
    }
}
