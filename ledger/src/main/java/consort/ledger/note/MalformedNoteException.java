package consort.ledger.note;

/** Bytes that are no signed note, or a text that is no key. The message gives the offending value. */
public final class MalformedNoteException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public MalformedNoteException(String message) {
        super(message);
    }
}
