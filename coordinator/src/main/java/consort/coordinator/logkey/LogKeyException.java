package consort.coordinator.logkey;

/** Keys that are not those of the ledger beside them. The message says which, and what to do. */
public final class LogKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogKeyException(String message) {
        super(message);
    }
}
