package consort.simulator;

import consort.simulator.fault.Fault;
import consort.simulator.fault.Hazard;
import consort.simulator.machine.Blow;
import consort.simulator.machine.BlowPlan;
import consort.simulator.machine.Machine;
import consort.simulator.network.Network;
import consort.simulator.network.Reach;
import consort.simulator.node.CoordinatorMachine;
import consort.simulator.node.WorkerMachine;
import consort.simulator.time.Schedule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Plans what befalls machines and network. It stops after a while, so that what remains to be done can be done. */
final class Mischief {

    /** When all faults are over but those of the workers themselves. */
    static final long HEALED_MILLIS = 90_000;

    private static final String ALL = "all";
    private static final Map<Fault, Double> NETWORK_RATES = Map.of(Fault.LOSS, 0.04, Fault.DUPLICATION, 0.04, Fault.DELAY, 0.04,
            Fault.REORDERING, 0.5, Fault.HALF_OPEN, 0.6);
    private static final Map<Fault, List<Blow>> BLOWS = Map.of(Fault.ERRORS, List.of(Blow.ERROR), Fault.PERSISTED_ERRORS,
            List.of(Blow.ERROR_AFTER), Fault.TORN, List.of(Blow.DEATH_MIDWAY), Fault.POWER, List.of(Blow.DEATH_BEFORE, Blow.DEATH_AFTER));
    private static final int MOST_OF_A_KIND = 3;
    private static final long LONGEST_ABSENCE_MILLIS = 40_000;
    private static final long LONGEST_FULL_MILLIS = 15_000;
    private static final long LONGEST_ROT_MILLIS = 20_000;
    private static final long LARGEST_CLOCK_STEP_MILLIS = 600_000;
    private static final double MOST_MISCONDUCT = 0.25;
    private static final double NUISANCE_RATE = 0.15;

    private final Plan plan;
    private final Schedule schedule;
    private final BooleanSupplier allPublished;

    /** @param allPublished whether a checkpoint has all entries of the ledger */
    Mischief(Plan plan, Schedule schedule, BooleanSupplier allPublished) {
        this.allPublished = allPublished;
        this.plan = plan;
        this.schedule = schedule;
    }

    /** Messages and connections. */
    void trouble(Network network) {
        NETWORK_RATES.forEach((fault, most) -> {
            if (plan.happens(fault)) {
                SplittableRandom random = plan.chance().of(fault, ALL);
                network.suffer(fault, new Hazard(random, random.nextDouble() * most));
                schedule.after(HEALED_MILLIS, () -> network.suffer(fault, Hazard.NONE));
            }
        });
    }

    /** Disk, power, clock and reach of a machine. */
    void befall(Machine machine, Network network, int callsBetweenBlows, BlowPlan also) {
        machine.suffer(blows(machine, callsBetweenBlows, also));
        several(Fault.POWER, machine, random -> machine.cutPower());
        several(Fault.KILLS, machine, random -> machine.killProcess());
        several(Fault.JUMPS, machine, random -> machine.clock().stepWall(
                random.nextLong(2 * LARGEST_CLOCK_STEP_MILLIS) - LARGEST_CLOCK_STEP_MILLIS));
        several(Fault.ROT, machine, random -> new Rot(machine, random, schedule, allPublished).strike(LONGEST_ROT_MILLIS));
        several(Fault.PARTITION, machine, random -> {
            network.isolate(machine);
            schedule.after(random.nextLong(LONGEST_ABSENCE_MILLIS), () -> network.rejoin(machine));
        });
        several(Fault.ONE_WAY, machine, random -> network.holdUp(machine,
                random.nextBoolean() ? Reach.Way.OUT : Reach.Way.IN, random.nextLong(LONGEST_ABSENCE_MILLIS)));
    }

    private BlowPlan blows(Machine machine, int callsBetweenBlows, BlowPlan also) {
        List<BlowPlan> plans = new ArrayList<>();
        BLOWS.keySet().stream().sorted().filter(plan::happens).forEach(fault -> {
            SplittableRandom random = plan.chance().of(fault, machine.name() + "'s disk");
            plans.add(blows(random, BLOWS.get(fault), callsBetweenBlows * BLOWS.size()));
        });
        if (plan.happens(Fault.FULL)) {
            plans.add(full(plan.chance().of(Fault.FULL, machine.name())));
        }
        plans.add(also);
        return (number, operation) -> plans.stream().map(one -> one.at(number, operation)).flatMap(Optional::stream).findFirst();
    }

    private BlowPlan blows(SplittableRandom random, List<Blow> kinds, int callsBetween) {
        int[] left = {random.nextInt(1 + MOST_OF_A_KIND)};
        return (number, operation) -> {
            if (left[0] > 0 && schedule.nowMillis() < HEALED_MILLIS && random.nextInt(callsBetween) == 0) {
                left[0]--;
                return Optional.of(kinds.get(random.nextInt(kinds.size())));
            }
            return Optional.empty();
        };
    }

    /** What makes room, or needs none, goes on. */
    private BlowPlan full(SplittableRandom random) {
        long fromMillis = rather(random);
        long untilMillis = fromMillis + random.nextLong(LONGEST_FULL_MILLIS);
        return (number, operation) -> schedule.nowMillis() < fromMillis || schedule.nowMillis() >= untilMillis ? Optional.empty()
                : switch (operation) {
                    case APPEND, WRITE, CREATE, REPLACE -> Optional.of(Blow.FULL);
                    case SYNC, RENAME, DELETE, TRUNCATE, LOCK -> Optional.empty();
                };
    }

    /** A second coordinator is started beside the first. */
    void contend(CoordinatorMachine coordinator) {
        several(Fault.SECOND, coordinator.machine(), random -> coordinator.contend());
    }

    /** How a worker does its tasks, and what it sends beside. */
    void spoil(WorkerMachine worker, String name) {
        Map<Fault, Hazard> misconduct = new EnumMap<>(Fault.class);
        for (Fault fault : WorkerMachine.MISCONDUCT) {
            if (plan.happens(fault)) {
                SplittableRandom random = plan.chance().of(fault, name);
                misconduct.put(fault, new Hazard(random, random.nextDouble() * MOST_MISCONDUCT));
            }
        }
        worker.misbehave(misconduct);
        Map<Fault, Hazard> nuisances = new EnumMap<>(Fault.class);
        for (Fault fault : WorkerMachine.NUISANCES) {
            SplittableRandom random = plan.chance().of(fault, name);
            if (plan.happens(fault) && random.nextInt(4) == 0) {
                nuisances.put(fault, new Hazard(random, NUISANCE_RATE));
            }
        }
        worker.turnHostile(nuisances);
        SplittableRandom leaving = plan.chance().of(Fault.LEAVE, name);
        if (plan.happens(Fault.LEAVE) && leaving.nextInt(4) == 0) {
            schedule.after(rather(leaving), () -> worker.machine().cutPower(HEALED_MILLIS - Math.min(HEALED_MILLIS, schedule.nowMillis())));
        }
    }

    private interface Happening {
        void now(SplittableRandom random);
    }

    /** Some times of a kind of fault, for one machine. */
    private void several(Fault fault, Machine machine, Happening happening) {
        if (!plan.happens(fault)) {
            return;
        }
        SplittableRandom random = plan.chance().of(fault, machine.name());
        int times = random.nextInt(1 + MOST_OF_A_KIND);
        for (int i = 0; i < times; i++) {
            SplittableRandom own = random.split();
            schedule.after(rather(own), () -> happening.now(own));
        }
    }

    /** Rather early than late: most of the work is done early. */
    private static long rather(SplittableRandom random) {
        return random.nextLong(1 + random.nextLong(HEALED_MILLIS));
    }
}
