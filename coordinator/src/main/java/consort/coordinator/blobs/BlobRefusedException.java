package consort.coordinator.blobs;

/** A request the store does not serve, through no fault of the disk. The message is meant for the peer. */
public final class BlobRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What kind of refusal it is. */
    public enum Kind {
        /** The bytes or the request are wrong. */
        INVALID,
        /** The upload stands elsewhere than the caller believes: ask again how much is held. */
        MOVED,
        /** A limit is reached. */
        EXHAUSTED
    }

    private final Kind kind;

    public BlobRefusedException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
