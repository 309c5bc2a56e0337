package consort.ledger.entry;

/** A well-formed entry of a type or version that this program does not know, perhaps because it is older than the ledger. */
public final class UnknownEntryTypeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String type;

    UnknownEntryTypeException(String type) {
        super("unknown entry type " + type + "; perhaps a newer version of this program knows it");
        this.type = type;
    }

    /** Such as {@code release/v2}. */
    public String type() {
        return type;
    }
}
