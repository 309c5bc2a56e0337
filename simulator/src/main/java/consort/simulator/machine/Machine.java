package consort.simulator.machine;

import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.simulator.ViolationException;
import consort.simulator.time.MachineClock;
import consort.simulator.time.Schedule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A computer that can die at any time, within any call to its disk, and is started again after a while. What a program
 * plans or does belongs to the process that did it: none of it happens after that process died.
 */
public final class Machine {

    private static final long LONGEST_OUTAGE_MILLIS = 20_000;

    /** Something a process does. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    private enum Fate { ALIVE, PROCESS_LOST, MACHINE_LOST }

    private final String name;
    private final Schedule schedule;
    private final MachineClock clock;
    private final SimulatedDisk disk;
    private final RandomGenerator random;
    private final List<Runnable> deathListeners = new ArrayList<>();
    private final List<Runnable> startListeners = new ArrayList<>();
    private BlowPlan blows = BlowPlan.NONE;
    private Optional<Program> program = Optional.empty();
    private Fate fate = Fate.ALIVE;
    private boolean up;
    private long life;
    private int deaths;
    private int rotten;
    private long leastOutageMillis;

    /** @param random decides what survives on the disk and how long an outage lasts */
    public Machine(String name, Schedule schedule, MachineClock clock, RandomGenerator random) {
        this.name = name;
        this.schedule = schedule;
        this.clock = clock;
        this.disk = new SimulatedDisk(random);
        this.random = random;
        disk.inject(this::outcome);
    }

    public String name() {
        return name;
    }

    public MachineClock clock() {
        return clock;
    }

    public SimulatedDisk disk() {
        return disk;
    }

    /** What happens here is worth a line. */
    public void tell(String text) {
        schedule.tell(name + ": " + text);
    }

    /** Which calls to the disk go wrong, from now on. */
    public void suffer(BlowPlan plan) {
        blows = plan;
    }

    /** Tells a listener, for as long as the world stands, whenever the running process is gone. */
    public void onDeath(Runnable listener) {
        deathListeners.add(listener);
    }

    /** The same, whenever its program was started, and ran on. */
    public void onStart(Runnable listener) {
        startListeners.add(listener);
    }

    /** Puts a program on this machine and starts it. */
    public void boot(Program installed) {
        program = Optional.of(installed);
        start();
    }

    /** Whether a process runs, and nothing has hit the machine since. */
    public boolean alive() {
        return up && fate == Fate.ALIVE;
    }

    /** Numbers the processes of this machine. */
    public long life() {
        return life;
    }

    /** How often a process was lost here. */
    public int deaths() {
        return deaths;
    }

    /** Plans something that the running process will do. */
    public void after(long delayMillis, Action action) {
        long planned = life;
        schedule.after(delayMillis, () -> {
            if (planned == life) {
                run(action);
            }
        });
    }

    /** Lets the process do something, unless there is none. */
    public void run(Action action) {
        if (!alive()) {
            return;
        }
        try {
            action.run();
        } catch (PowerLossException dead) {
            fate = Fate.MACHINE_LOST;
        } catch (IOException | ProcessEndedException ended) {
            end(ended);
        } catch (ViolationException violation) {
            throw violation;
        } catch (RuntimeException stumbled) {
            if (!rots()) {
                throw stumbled;
            }
            end(stumbled);
        }
        bury();
    }

    private void end(Exception why) {
        tell("its process ends: " + why.getMessage());
        fate = fate == Fate.ALIVE ? Fate.PROCESS_LOST : fate;
    }

    /** A file here has rotted, or is restored: while one has, a process may end for whatever it finds. */
    public void rots(boolean begins) {
        rotten += begins ? 1 : -1;
    }

    public boolean rots() {
        return rotten > 0;
    }

    /** Kills the process, as SIGKILL does; what it wrote stays readable. */
    public void killProcess() {
        if (alive()) {
            tell("process killed");
            fate = Fate.PROCESS_LOST;
            bury();
        }
    }

    /** Cuts the power; what was not durable is lost or torn. */
    public void cutPower() {
        cutPower(0);
    }

    /** The same, and power does not come back for so long. */
    public void cutPower(long atLeastMillis) {
        if (alive()) {
            tell("power cut");
            leastOutageMillis = atLeastMillis;
            fate = Fate.MACHINE_LOST;
            bury();
        }
    }

    private void start() {
        up = true;
        clock.booted();
        tell("starts");
        run(() -> program.orElseThrow().start());
        if (alive()) {
            startListeners.forEach(Runnable::run);
        }
    }

    private void bury() {
        if (!up || fate == Fate.ALIVE) {
            return;
        }
        up = false;
        life++;
        deaths++;
        if (fate == Fate.MACHINE_LOST) {
            disk.loseMachine();
        } else {
            disk.loseProcess();
        }
        fate = Fate.ALIVE;
        program.orElseThrow().died();
        deathListeners.forEach(Runnable::run);
        schedule.after(leastOutageMillis + random.nextLong(LONGEST_OUTAGE_MILLIS), this::start);
        leastOutageMillis = 0;
    }

    /** How a call to the disk ends. A dead machine does nothing more: whatever its program tries, it is unwound. */
    private Faults.Outcome outcome(long number, Faults.Operation operation, String path) {
        if (up && fate != Fate.ALIVE) {
            throw new PowerLossException(name);
        }
        schedule.trace().add(path);
        schedule.trace().add(operation.ordinal());
        Optional<Blow> blow = up ? blows.at(number, operation) : Optional.empty();
        blow.ifPresent(hit -> tell("" + hit + " at " + operation + " " + path + " (call " + number + ")"));
        return blow.map(each -> hit(each, operation)).orElse(Faults.Outcome.SUCCEED);
    }

    private Faults.Outcome hit(Blow blow, Faults.Operation operation) {
        return switch (blow) {
            case DEATH_BEFORE -> {
                fate = Fate.MACHINE_LOST;
                throw new PowerLossException(name);
            }
            case DEATH_MIDWAY -> {
                fate = Fate.MACHINE_LOST;
                yield Faults.Outcome.FAIL_PARTLY;
            }
            case DEATH_AFTER -> {
                fate = Fate.MACHINE_LOST;
                yield Faults.Outcome.FAIL_BUT_PERSIST;
            }
            case ERROR -> Faults.Outcome.FAIL;
            case ERROR_AFTER -> Faults.Outcome.FAIL_BUT_PERSIST;
            case FULL -> operation == Faults.Operation.WRITE ? Faults.Outcome.FAIL_PARTLY : Faults.Outcome.FAIL;
        };
    }
}
