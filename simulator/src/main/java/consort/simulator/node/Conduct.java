package consort.simulator.node;

import java.util.random.RandomGenerator;

/** How a worker does one task. */
enum Conduct {
    /** As it should. */
    HONEST,
    /** Takes longer than the lease. */
    LATE,
    /** The trainer fails. */
    FAILS,
    /** The trainer returns tensors that make no update. */
    WRONG_TENSORS,
    /** The update holds NaN. */
    NOT_FINITE,
    /** The update has a tensor that it should not have: one that the job freezes, if it freezes any. */
    WRONG_LAYOUT,
    /** The update is longer than the job takes. */
    FAR_AWAY;

    /** Mostly honest. */
    static Conduct draw(RandomGenerator random, double misconduct) {
        return random.nextDouble() < misconduct ? values()[1 + random.nextInt(values().length - 1)] : HONEST;
    }
}
