package consort.simulator.fault;

import java.util.SplittableRandom;

/**
 * Where a simulation's random numbers come from: one stream for each purpose and each whom it concerns, all from the seed. Leaving out
 * a kind of fault takes nothing from the streams of the others.
 */
public record Chance(long seed) {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** The stream of a kind of fault for a machine. */
    public SplittableRandom of(Fault fault, String whom) {
        return of(fault.text() + "/" + whom);
    }

    /** The stream of something that is no fault. */
    public SplittableRandom of(String purpose) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * FNV_PRIME;
        }
        return new SplittableRandom(hash ^ seed * GOLDEN);
    }
}
