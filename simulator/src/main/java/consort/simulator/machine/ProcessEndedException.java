package consort.simulator.machine;

/** A process ended by itself, as it must after an error of its disk; something starts it again. */
public final class ProcessEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProcessEndedException(String message, Throwable cause) {
        super(message, cause);
    }
}
