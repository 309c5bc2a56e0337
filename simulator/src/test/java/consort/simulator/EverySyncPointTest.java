package consort.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import consort.simulator.machine.Blow;
import consort.simulator.machine.BlowPlan;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** One blow at each single call that changes a disk, in each way that a call can go wrong. */
class EverySyncPointTest {

    /** A seed with few workers and one short job. */
    private static final long SEED = 11;

    private final Report calm = Simulation.run(SEED, Disturbance.NONE, World.PLAIN);

    @Test
    void theCoordinatorSurvivesABlowAtAnyCallToItsDisk() {
        long calls = calm.figures().diskCalls();
        LongStream.range(0, calls).parallel().forEach(call -> {
            for (Blow blow : Blow.values()) {
                requireSame(call, blow, World.PLAIN.withBlows(BlowPlan.once(call, blow), BlowPlan.NONE));
            }
        });
    }

    @Test
    void theCoordinatorSurvivesASecondBlowWhileItRecoversFromTheFirst() {
        LongStream.range(0, calm.figures().diskCalls()).parallel().forEach(call -> {
            long second = call + 1 + call % 9;
            BlowPlan twice = (at, operation) -> at == call ? Optional.of(Blow.DEATH_MIDWAY)
                    : BlowPlan.once(second, Blow.DEATH_BEFORE).at(at, operation);
            requireSame(call, Blow.DEATH_MIDWAY, World.PLAIN.withBlows(twice, BlowPlan.NONE));
        });
    }

    @Test
    void aWorkerSurvivesABlowAtAnyCallToItsDisk() {
        LongStream.range(0, 60).parallel().forEach(call -> {
            for (Blow blow : Blow.values()) {
                requireSame(call, blow, World.PLAIN.withBlows(BlowPlan.NONE, BlowPlan.once(call, blow)));
            }
        });
    }

    private void requireSame(long call, Blow blow, World world) {
        String where = blow + " at call " + call + ": ";
        try {
            Report hit = Simulation.run(SEED, Disturbance.NONE, world);
            assertThat(hit.sameResult(calm)).as(where + "%s instead of %s", hit, calm).isTrue();
        } catch (ViolationException violation) {
            throw new AssertionError(where + violation.getMessage(), violation);
        }
    }
}
