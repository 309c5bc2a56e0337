package consort.worker.benchmark;

import consort.ledger.entry.ReferenceSpeed;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Does a benchmark. Not assumed: that two measurements are alike. */
public interface Measuring {

    /**
     * Takes the time of the benchmark.
     *
     * @param stopped looked at again and again; once true, the measurement ends without a result
     * @throws BenchmarkFailedException when the trainer does not do it
     */
    Optional<Measured> measure(ReferenceSpeed benchmark, BooleanSupplier stopped) throws IOException, InterruptedException;

    /**
     * What came of it.
     *
     * @param wallMillis how long the trainer was busy with the benchmark's steps, at least 1
     * @param model digest of the model that was trained
     */
    record Measured(long wallMillis, String model) {
    }
}
