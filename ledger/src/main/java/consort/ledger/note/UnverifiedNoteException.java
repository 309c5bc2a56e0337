package consort.ledger.note;

/** A note that no known key signed, or on which a known key's signature is wrong. */
public final class UnverifiedNoteException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnverifiedNoteException(String message) {
        super(message);
    }
}
