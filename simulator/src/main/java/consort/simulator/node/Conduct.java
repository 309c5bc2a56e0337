package consort.simulator.node;

import consort.simulator.fault.Fault;
import consort.simulator.fault.Hazard;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a worker does one task. */
enum Conduct {
    /** As it should. */
    HONEST(Optional.empty()),
    /** Takes longer than the lease. */
    LATE(Optional.of(Fault.LATE)),
    /** The trainer fails. */
    FAILS(Optional.of(Fault.FAILING)),
    /** The trainer returns tensors that make no update. */
    WRONG_TENSORS(Optional.of(Fault.WRONG_SHAPE)),
    /** The update has a tensor that it should not have: one that the job freezes, if it freezes any. */
    WRONG_LAYOUT(Optional.of(Fault.WRONG_SHAPE)),
    /** The update holds NaN. */
    NOT_FINITE(Optional.of(Fault.NOT_FINITE)),
    /** The update is longer than the job takes. */
    FAR_AWAY(Optional.of(Fault.FAR_AWAY)),
    /** The work is done well, and many times the time is claimed for it. */
    INFLATED(Optional.of(Fault.INFLATED));

    private final Optional<Fault> fault;

    Conduct(Optional<Fault> fault) {
        this.fault = fault;
    }

    /** Every hazard is asked each time, so that none depends on the others. */
    static Conduct draw(Map<Fault, Hazard> hazards) {
        Set<Fault> struck = hazards.entrySet().stream().filter(one -> one.getValue().strikes()).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Conduct conduct = HONEST;
        for (Conduct each : values()) {
            if (each.fault.filter(struck::contains).isPresent()) {
                conduct = each;
            }
        }
        return conduct == WRONG_LAYOUT && hazards.get(Fault.WRONG_SHAPE).random().nextBoolean() ? WRONG_TENSORS : conduct;
    }
}
