package consort.ledger.fold;

import consort.ledger.entry.Benchmark;

/**
 * How fast a worker said it trains.
 *
 * @param index of its entry
 * @param scoreMilli thousandths of the reference device's speed, of one of its devices
 * @param times how many of this trainer its worker entered, with this one
 */
public record BenchmarkView(Benchmark benchmark, long index, long scoreMilli, int times) {

    /** Of all its devices together, rounded down. */
    public long stepsPerSecondMilli() {
        return Math.multiplyExact(benchmark.steps(), 1_000_000L) / benchmark.wallMillis();
    }
}
