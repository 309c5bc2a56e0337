package consort.simulator;

import consort.ledger.disk.Disk;
import consort.simulator.machine.BlowPlan;
import consort.simulator.node.Tongue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a simulation can be given beside its seed, for tests of the coordinator, the worker and the simulator itself.
 *
 * @param coordinatorBlows when the coordinator's machine is hit, beside what the disturbance does
 * @param workerBlows when the first worker's machine is hit
 * @param coordinatorDisk what the coordinator sees of its disk
 * @param workerDisk what workers see of theirs
 * @param tongue what the coordinator tells workers
 * @param trace receives a line for everything that happens
 */
public record World(
        BlowPlan coordinatorBlows,
        BlowPlan workerBlows,
        UnaryOperator<Disk> coordinatorDisk,
        UnaryOperator<Disk> workerDisk,
        Tongue tongue,
        Consumer<String> trace) {

    /** Nothing beside what the seed does. */
    public static final World PLAIN =
            new World(BlowPlan.NONE, BlowPlan.NONE, UnaryOperator.identity(), UnaryOperator.identity(),
                    Tongue.HONEST, line -> { });

    public World withTrace(Consumer<String> to) {
        return new World(coordinatorBlows, workerBlows, coordinatorDisk, workerDisk, tongue, to);
    }

    public World withBlows(BlowPlan coordinator, BlowPlan worker) {
        return new World(coordinator, worker, coordinatorDisk, workerDisk, tongue, trace);
    }

    public World withDisks(UnaryOperator<Disk> coordinator, UnaryOperator<Disk> worker) {
        return new World(coordinatorBlows, workerBlows, coordinator, worker, tongue, trace);
    }

    public World withTongue(Tongue lying) {
        return new World(coordinatorBlows, workerBlows, coordinatorDisk, workerDisk, lying, trace);
    }
}
