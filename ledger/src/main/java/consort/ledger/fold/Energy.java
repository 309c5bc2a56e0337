package consort.ledger.fold;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Meters;
import consort.ledger.entry.UsageClaim;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Energy of one claim.
 *
 * @param cpuMillijoules of the processor packages; empty: not told
 * @param gpuMillijoules of the GPUs; empty: not told
 */
public record Energy(OptionalLong cpuMillijoules, OptionalLong gpuMillijoules) {

    /** A tenth more: counters and rated powers are not that exact. */
    private static final long TOLERANCE_NUMERATOR = 11;
    private static final long TOLERANCE_DENOMINATOR = 10;
    private static final long MICROJOULES = 1000;
    /** Of a device that nobody rated: no single device draws as much. */
    private static final long MOST_MILLIWATTS = 10_000_000;

    /** As claimed. */
    static Energy claimed(UsageClaim claim) {
        Meters meters = claim.meters().orElse(Meters.ABSENT);
        return new Energy(meters.cpuMillijoules(), meters.gpuMillijoules());
    }

    long millijoules() {
        return Math.addExact(cpuMillijoules.orElse(0), gpuMillijoules.orElse(0));
    }

    /**
     * At most {@code floor(1.1 x rated power x window x devices)}, both kinds together, each cut in proportion; a device that no benchmark
     * rates is taken to draw 10 kW.
     *
     * @param windowMillis from lease to observation
     */
    Energy within(Optional<Benchmark> benchmark, long windowMillis, int devices) {
        long ratedMilliwatts = benchmark.map(Benchmark::ratedMilliwatts).orElse(OptionalLong.empty()).orElse(MOST_MILLIWATTS);
        BigInteger most = BigInteger.valueOf(ratedMilliwatts).multiply(BigInteger.valueOf(windowMillis))
                .multiply(BigInteger.valueOf(devices)).multiply(BigInteger.valueOf(TOLERANCE_NUMERATOR))
                .divide(BigInteger.valueOf(TOLERANCE_DENOMINATOR * MICROJOULES));
        BigInteger sum = BigInteger.valueOf(millijoules());
        if (sum.compareTo(most) <= 0) {
            return this;
        }
        long cpu = BigInteger.valueOf(cpuMillijoules.orElse(0)).multiply(most).divide(sum).longValueExact();
        return new Energy(cpuMillijoules.isEmpty() ? cpuMillijoules : OptionalLong.of(cpu),
                gpuMillijoules.isEmpty() ? gpuMillijoules : OptionalLong.of(most.longValueExact() - cpu));
    }
}
