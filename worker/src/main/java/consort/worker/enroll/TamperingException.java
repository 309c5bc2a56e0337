package consort.worker.enroll;

/** The coordinator answered something that contradicts what it must sign. */
public final class TamperingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TamperingException(String message) {
        super(message);
    }
}
