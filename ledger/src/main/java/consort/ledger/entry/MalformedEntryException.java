package consort.ledger.entry;

/** Bytes that are no entry. The message says what is wrong with them. */
public final class MalformedEntryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String part;

    MalformedEntryException(String part, String message) {
        super(message);
        this.part = part;
    }

    /** What is malformed: note, signature, type or body. */
    public String part() {
        return part;
    }
}
