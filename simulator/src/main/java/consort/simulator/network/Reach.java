package consort.simulator.network;

import consort.simulator.machine.Machine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who can be reached from where. */
public final class Reach {

    /** A direction, as a machine sees it. */
    public enum Way { OUT, IN }

    private final Set<Machine> isolated = new HashSet<>();
    private final Map<Machine, Long> outUntilMillis = new HashMap<>();
    private final Map<Machine, Long> inUntilMillis = new HashMap<>();

    Reach() {
    }

    void isolate(Machine machine) {
        isolated.add(machine);
    }

    void rejoin(Machine machine) {
        isolated.remove(machine);
    }

    void holdUp(Machine machine, Way way, long untilMillis) {
        (way == Way.OUT ? outUntilMillis : inUntilMillis).merge(machine, untilMillis, Math::max);
    }

    /** Until when nothing comes from the one to the other; 0 when it does. */
    long heldUpUntil(Machine from, Machine to) {
        return Math.max(outUntilMillis.getOrDefault(from, 0L), inUntilMillis.getOrDefault(to, 0L));
    }

    /** Whether a new connection of this machine comes about, which takes both directions. */
    boolean connects(Machine machine, long nowMillis) {
        return !isolated.contains(machine) && nowMillis >= outUntilMillis.getOrDefault(machine, 0L)
                && nowMillis >= inUntilMillis.getOrDefault(machine, 0L);
    }
}
