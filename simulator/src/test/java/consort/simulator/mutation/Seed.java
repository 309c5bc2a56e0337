package consort.simulator.mutation;

import consort.simulator.Plan;
import consort.simulator.Simulation;
import consort.simulator.ViolationException;
import consort.simulator.World;
import consort.simulator.fault.FaultSet;
import java.util.function.BiFunction;

/** Simulates one seed, and says how it failed; the empty string when it did not. Loaded together with the mutant. */
public final class Seed implements BiFunction<Long, String, String> {

    @Override
    public String apply(Long seed, String faults) {
        Plan plan = Plan.of(seed, FaultSet.parse(faults));
        try {
            if (plan.faults().isHarmless()) {
                Simulation.runAndCompare(plan, World.PLAIN);
            } else {
                Simulation.run(plan, World.PLAIN);
            }
            return "";
        } catch (ViolationException violation) {
            return violation.getMessage();
        }
    }
}
