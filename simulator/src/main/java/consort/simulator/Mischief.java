package consort.simulator;

import consort.simulator.machine.Blow;
import consort.simulator.machine.BlowPlan;
import consort.simulator.machine.Machine;
import consort.simulator.network.Network;
import consort.simulator.time.Schedule;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Plans what befalls machines and network. It stops after a while, so that what remains to be done can be done. */
final class Mischief {

    private static final long UNTIL_MILLIS = 90_000;
    private static final int MOST_BLOWS = 6;
    private static final int MOST_DEATHS = 4;
    private static final double BREAK_RATE = 0.05;
    private static final long LONGEST_ISOLATION_MILLIS = 40_000;
    private static final long LARGEST_CLOCK_STEP_MILLIS = 600_000;

    private final SplittableRandom random;
    private final Schedule schedule;

    Mischief(SplittableRandom random, Schedule schedule) {
        this.random = random;
        this.schedule = schedule;
    }

    /** Connections break for a while. */
    void trouble(Network network) {
        network.breakRate(random.nextDouble() * BREAK_RATE);
        schedule.after(UNTIL_MILLIS, () -> network.breakRate(0));
    }

    /** A machine dies within calls to its disk, and at any time in between. */
    void befall(Machine machine, int callsBetweenBlows, BlowPlan also) {
        machine.suffer(blows(random.nextInt(MOST_BLOWS), callsBetweenBlows, also));
        int deaths = random.nextInt(MOST_DEATHS);
        for (int i = 0; i < deaths; i++) {
            boolean power = random.nextBoolean();
            schedule.after(rather(UNTIL_MILLIS), power ? machine::cutPower : machine::killProcess);
        }
    }

    private BlowPlan blows(int most, int callsBetweenBlows, BlowPlan also) {
        RandomGenerator own = random.split();
        int[] left = {most};
        return (number, operation) -> {
            if (left[0] > 0 && schedule.nowMillis() < UNTIL_MILLIS && own.nextInt(callsBetweenBlows) == 0) {
                left[0]--;
                return Optional.of(Blow.values()[own.nextInt(Blow.values().length)]);
            }
            return also.at(number, operation);
        };
    }

    /** Rather early than late: most of the work is done early. */
    private long rather(long untilMillis) {
        return random.nextLong(1 + random.nextLong(untilMillis));
    }

    /** A machine is out of reach for a while. */
    void isolate(Network network, Machine machine) {
        long fromMillis = rather(UNTIL_MILLIS);
        schedule.after(fromMillis, () -> network.isolate(machine));
        schedule.after(fromMillis + random.nextLong(LONGEST_ISOLATION_MILLIS), () -> network.rejoin(machine));
    }

    /** Somebody sets a machine's clock. */
    void setClock(Machine machine) {
        long stepMillis = random.nextLong(2 * LARGEST_CLOCK_STEP_MILLIS) - LARGEST_CLOCK_STEP_MILLIS;
        schedule.after(rather(UNTIL_MILLIS), () -> machine.clock().stepWall(stepMillis));
    }
}
