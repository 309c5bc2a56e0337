package consort.simulator.machine;

import consort.ledger.disk.simulated.Faults.Operation;
import java.util.Optional;

/** Decides at which calls a machine is hit. */
@FunctionalInterface
public interface BlowPlan {

    /** Nothing happens. */
    BlowPlan NONE = (number, operation) -> Optional.empty();

    /** @param number the calls changing the disk that were made before */
    Optional<Blow> at(long number, Operation operation);

    /** One blow, at one call. */
    static BlowPlan once(long number, Blow blow) {
        return (at, operation) -> at == number ? Optional.of(blow) : Optional.empty();
    }
}
