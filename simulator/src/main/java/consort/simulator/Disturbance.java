package consort.simulator;

/** What goes wrong in a simulation. */
public enum Disturbance {
    /** Nothing. */
    NONE,
    /**
     * Machines crash, disks fail, connections break; no worker stays away, is slow, or misbehaves. The models and the bill
     * must be those of {@link #NONE}.
     */
    CRASHES,
    /**
     * All of that, and dropouts, stragglers, unfit updates, failing trainers, set clocks, full inboxes, and a worker that
     * sends what nobody should.
     */
    EVERYTHING
}
