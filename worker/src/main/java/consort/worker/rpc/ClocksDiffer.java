package consort.worker.rpc;

/** The coordinator refuses this side's certificate for its dates, and by this machine's clock it is valid. */
final class ClocksDiffer extends Exception {

    private static final long serialVersionUID = 1L;

    ClocksDiffer(String message, Throwable cause) {
        super(message, cause);
    }
}
