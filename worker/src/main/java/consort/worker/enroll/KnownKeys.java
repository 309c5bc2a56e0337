package consort.worker.enroll;

import consort.ledger.entry.LogKeys;
import consort.ledger.note.UnverifiedNoteException;
import consort.worker.rpc.Failures;
import io.grpc.Status;
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
     * @throws UnverifiedNoteException when no key that is the log's signed it as it must, also when the coordinator answers that it
     *     does not tell of newer ones: what it refuses is no excuse for what it signed
     * @throws StatusException when the coordinator was not reached
     */
    default void verify(Signed signed) throws UnverifiedNoteException, StatusException {
        LogKeys before = known();
        try {
            signed.verify(before);
        } catch (UnverifiedNoteException unknown) {
            LogKeys now = newer(unknown);
            if (now.equals(before)) {
                throw unknown;
            }
            signed.verify(now);
        }
    }

    private LogKeys newer(UnverifiedNoteException unknown) throws UnverifiedNoteException, StatusException {
        try {
            return learn();
        } catch (StatusException e) {
            Status status = e.getStatus();
            if (!Failures.isRefusal(status) && !Failures.refusesCertificate(status)) {
                throw e;
            }
            throw new UnverifiedNoteException(unknown.getMessage() + "; asked for newer log keys, the coordinator refused: "
                    + Failures.text(status));
        }
    }
}
