package consort.worker.enroll;

/** What the coordinator says of itself does not hold together, or is not what the invite is for. */
public final class DescriptionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DescriptionException(String message) {
        super(message);
    }
}
