package consort.certs;

/**
 * Bad input to this module: a file, a flag, an invite, a peer's request or certificate. The message is complete for the
 * person who reads it (what happened, the offending value, what to do), so print it and nothing else.
 */
public final class CertsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CertsException(String message) {
        super(message);
    }

    public CertsException(String message, Throwable cause) {
        super(message, cause);
    }
}
