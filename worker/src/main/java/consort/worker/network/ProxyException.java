package consort.worker.network;

/** A proxy that cannot be used as it is named. The message is a clause that follows where it was named: {@code names no port}. */
public final class ProxyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProxyException(String message) {
        super(message);
    }
}
