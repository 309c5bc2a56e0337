package consort.ledger.fold;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.ReferenceSpeed;
import java.math.BigInteger;
import java.util.Optional;

/**
 * How device time is normalized. A worker's score is its measured speed by the reference speed, for each of its devices; and
 * however high it is, a task counts for no more than its work takes the reference device, and a tenth. So a score that was
 * measured wrongly pays nobody for work that was not assigned, and slowness is not paid.
 */
public final class Scores {

    /** Device time counts as it is: 1,000 thousandths. */
    public static final long AS_IT_IS = 1000;

    public static final long MAX_SCORE_MILLI = 1_000_000;

    private static final BigInteger MILLI = BigInteger.valueOf(1000);
    /** A tenth more, as no two runs take the same time. */
    private static final BigInteger TOLERANCE_NUMERATOR = BigInteger.valueOf(11);
    private static final BigInteger TOLERANCE_DENOMINATOR = BigInteger.TEN;

    private Scores() {
    }

    /**
     * {@code half_up(1000 x (steps / seconds / devices) / reference speed)}, at least 1 and at most {@link #MAX_SCORE_MILLI}.
     */
    public static long scoreMilli(Benchmark benchmark, ReferenceSpeed reference) {
        // steps x 1000 / (wallMillis x devices) steps a second; the reference is in thousandths of them.
        BigInteger numerator = BigInteger.valueOf(benchmark.steps()).multiply(MILLI.pow(3));
        BigInteger denominator = BigInteger.valueOf(benchmark.wallMillis()).multiply(BigInteger.valueOf(benchmark.devices()))
                .multiply(BigInteger.valueOf(reference.stepsPerSecondMilli()));
        BigInteger rounded = numerator.shiftLeft(1).add(denominator).divide(denominator.shiftLeft(1));
        return rounded.max(BigInteger.ONE).min(BigInteger.valueOf(MAX_SCORE_MILLI)).longValueExact();
    }

    /**
     * The most device time of a score that a task can count for:
     * {@code floor(assigned steps x work of a step / reference speed x 1.1 / score)}, in milliseconds.
     *
     * @param steps assigned
     */
    public static long maxDeviceMillis(JobDocument job, long steps, ReferenceSpeed reference, long scoreMilli) {
        // steps in thousandths by steps a second in thousandths: seconds; the score in thousandths once more.
        BigInteger numerator = job.workMilli(steps).multiply(MILLI.pow(2)).multiply(TOLERANCE_NUMERATOR);
        BigInteger denominator = BigInteger.valueOf(reference.stepsPerSecondMilli()).multiply(BigInteger.valueOf(scoreMilli))
                .multiply(TOLERANCE_DENOMINATOR);
        return numerator.divide(denominator).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    /** Whether a worker may train for a job: the charter has no reference speed for its trainer, or the worker was measured. */
    public static boolean measured(CharterDocument charter, WorkerView worker, String trainer) {
        return charter.reference(trainer).isEmpty() || worker.benchmarks().containsKey(trainer);
    }

    /**
     * By what a train lease is normalized that is granted now to a worker that was {@link #measured}; empty where the charter
     * has no reference speed.
     *
     * @param steps assigned
     */
    static Optional<Normalization> normalization(CharterDocument charter, WorkerView worker, JobDocument job, long steps) {
        return charter.reference(job.trainer()).map(reference -> {
            long score = worker.benchmarks().get(job.trainer()).scoreMilli();
            return new Normalization(score, maxDeviceMillis(job, steps, reference, score));
        });
    }

    /**
     * By what a lease is normalized, fixed when it is granted.
     *
     * @param scoreMilli thousandths of the reference device's speed
     * @param maxDeviceMillis device time that its work can count for
     */
    public record Normalization(long scoreMilli, long maxDeviceMillis) {
    }
}
