package consort.simulator.fault;

import java.util.Locale;

/** The kinds of things that go wrong. Each draws from a random stream of its own: {@link Chance}. */
public enum Fault {
    /** A message is lost for good, and its connection with it. */
    LOSS(Group.NETWORK, true),
    /** A connection breaks for its client; what was under way to the server arrives all the same, and later once more. */
    DUPLICATION(Group.NETWORK, true),
    /** One direction of a connection stalls for seconds. */
    DELAY(Group.NETWORK, true),
    /** Connections of one machine differ in speed: what goes over one overtakes what went over another before. */
    REORDERING(Group.NETWORK, true),
    /** A machine is out of reach for a while. */
    PARTITION(Group.NETWORK, true),
    /** A machine is out of reach for a while in one direction only. */
    ONE_WAY(Group.NETWORK, true),
    /** One end learns much later than the other that their connection is gone. */
    HALF_OPEN(Group.NETWORK, true),

    /** A call to a disk fails and has done nothing. */
    ERRORS(Group.DISK, true),
    /** A call to a disk fails and has done all of it. */
    PERSISTED_ERRORS(Group.DISK, true),
    /** A call to a disk does a part, and the machine dies with it. */
    TORN(Group.DISK, true),
    /** A disk is full for a while; a write that fails has written a part. */
    FULL(Group.DISK, true),
    /** A bit of a file flips; some time later the file is restored. */
    ROT(Group.DISK, false),

    /** Wall clocks are wrong. */
    SKEW(Group.CLOCKS, true),
    /** Wall clocks are set, forward or back. */
    JUMPS(Group.CLOCKS, false),

    /** Power is cut: between events, or before or after any call to a disk. What was not synced vanishes, stays or tears. */
    POWER(Group.PROCESSES, true),
    /** A process is killed. */
    KILLS(Group.PROCESSES, true),
    /** A second coordinator is started on the store of the first. */
    SECOND(Group.PROCESSES, true),

    /** A worker takes longer than its lease. */
    LATE(Group.WORKERS, false),
    /** A trainer fails. */
    FAILING(Group.WORKERS, false),
    /** An update holds NaN. */
    NOT_FINITE(Group.WORKERS, false),
    /** A trainer or a worker returns other tensors than it should. */
    WRONG_SHAPE(Group.WORKERS, false),
    /** An update is longer than the job takes. */
    FAR_AWAY(Group.WORKERS, false),
    /** A worker claims many times the time that it was busy. */
    INFLATED(Group.WORKERS, false),
    /** A worker sends things twice, and old things again. */
    REPLAY(Group.WORKERS, false),
    /** A worker signs two claims where one can be. */
    EQUIVOCATE(Group.WORKERS, false),
    /** A worker sends what nobody should. */
    FORGED(Group.WORKERS, false),
    /** A worker leaves in the middle of a round: is evicted or withdrawn, or gone for long. */
    LEAVE(Group.WORKERS, false),

    /** Somebody who was let in uses the invite wrongly and begins bad uploads. */
    STRANGER(Group.OTHERS, false),
    /** The coordinator's inbox is so small that it is often full. */
    FLOOD(Group.OTHERS, false);

    /** What {@code --faults} can name as a whole. */
    public enum Group {
        NETWORK, DISK, CLOCKS, PROCESSES, WORKERS, OTHERS;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Group group;
    private final boolean harmless;

    Fault(Group group, boolean harmless) {
        this.group = group;
        this.harmless = harmless;
    }

    Group group() {
        return group;
    }

    /** Whether models and bill must be those of a run without it, where deadlines are far away. */
    boolean harmless() {
        return harmless;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
