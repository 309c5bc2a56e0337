package consort.simulator;

import consort.simulator.fault.Chance;
import consort.simulator.fault.Fault;
import consort.simulator.fault.FaultSet;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is simulated.
 *
 * @param faults what may happen
 * @param rounds of each job; empty where the seed says how many
 */
public record Plan(long seed, FaultSet faults, OptionalInt rounds) {

    private static final Set<Fault> DEATHS = EnumSet.of(Fault.POWER, Fault.TORN, Fault.KILLS, Fault.SECOND);

    /** As many rounds as the seed says. */
    public static Plan of(long seed, FaultSet faults) {
        return new Plan(seed, faults, OptionalInt.empty());
    }

    /** The same with nothing amiss. */
    Plan calm() {
        return new Plan(seed, FaultSet.NONE, rounds);
    }

    Chance chance() {
        return new Chance(seed);
    }

    /** Whether deadlines are near, so that faults can change what comes of the runs. */
    boolean hasty() {
        return !faults.isHarmless();
    }

    /** Whether nothing but the death of processes and machines keeps the runs from going on. */
    boolean isPrompt() {
        return DEATHS.containsAll(faults.faults());
    }

    /** Whether something of this kind happens: in three seeds of four where it may, whatever else may. */
    boolean happens(Fault fault) {
        return faults.has(fault) && chance().of(fault, "at all").nextInt(4) > 0;
    }

    /** Repeats it. */
    String command() {
        return "./consort simulate --seed " + seed + " --faults " + faults.text()
                + (rounds.isPresent() ? " --rounds " + rounds.getAsInt() : "") + " --trace";
    }
}
