package consort.ledger.fold;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * Energy that counts, summed. It stands beside the money and decides nothing of it.
 *
 * @param cpuMillijoules of processor packages, of the claims that told it
 * @param gpuMillijoules of GPUs, of the claims that told it
 * @param claims all claims
 * @param cpuAbsent claims that did not tell the processors' energy
 * @param gpuAbsent claims that did not tell the GPUs' energy
 */
public record EnergyView(BigInteger cpuMillijoules, BigInteger gpuMillijoules, long claims, long cpuAbsent, long gpuAbsent) {

    public static final EnergyView NONE = new EnergyView(BigInteger.ZERO, BigInteger.ZERO, 0, 0, 0);

    /** Whether any claim told any. */
    public boolean told() {
        return cpuAbsent < claims || gpuAbsent < claims;
    }

    /** With one more claim. */
    EnergyView plus(Energy counted) {
        return new EnergyView(sum(cpuMillijoules, counted.cpuMillijoules()), sum(gpuMillijoules, counted.gpuMillijoules()), claims + 1,
                cpuAbsent + (counted.cpuMillijoules().isEmpty() ? 1 : 0), gpuAbsent + (counted.gpuMillijoules().isEmpty() ? 1 : 0));
    }

    private static BigInteger sum(BigInteger before, OptionalLong more) {
        return before.add(BigInteger.valueOf(more.orElse(0)));
    }
}
