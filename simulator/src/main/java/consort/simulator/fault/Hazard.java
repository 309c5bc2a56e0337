package consort.simulator.fault;

import java.util.random.RandomGenerator;

/** Something that may happen each time. */
public record Hazard(RandomGenerator random, double rate) {

    /** Never. */
    public static final Hazard NONE = new Hazard(() -> 0, 0);

    /** Whether it happens now. */
    public boolean strikes() {
        return rate > 0 && random.nextDouble() < rate;
    }
}
