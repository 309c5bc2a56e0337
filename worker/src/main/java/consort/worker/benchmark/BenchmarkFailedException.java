package consort.worker.benchmark;

/** The trainer did not do the benchmark; the message says why. */
public final class BenchmarkFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BenchmarkFailedException(String message) {
        super(message);
    }
}
