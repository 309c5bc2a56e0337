package consort.simulator.network;

import consort.simulator.fault.Fault;
import consort.simulator.fault.Hazard;
import consort.simulator.machine.Machine;
import consort.simulator.time.Schedule;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Connections between machines, as TCP shows them to what is above it: messages of one direction of one channel keep their order and
 * arrive once, late, or not at all, and then the channel is gone. Nothing else keeps its order, and each end learns of a break in
 * its own time.
 */
public final class Network {

    private static final long LONGEST_STALL_MILLIS = 5_000;
    private static final long SLOWEST_CHANNEL_MILLIS = 1_500;
    private static final long SLOWEST_NOTICE_MILLIS = 60_000;
    /** After that long without an answer an end gives a connection up. */
    private static final long KEEP_ALIVE_MILLIS = 20_000;

    private final Schedule schedule;
    private final RandomGenerator random;
    private final Set<Channel<?, ?>> open = new LinkedHashSet<>();
    private final Reach reach = new Reach();
    private final Map<Fault, Hazard> hazards = new EnumMap<>(Fault.class);
    private long breaks;

    public Network(Schedule schedule, RandomGenerator random) {
        this.schedule = schedule;
        this.random = random;
    }

    /** What befalls single messages, channels or notices, from now on. */
    public void suffer(Fault fault, Hazard hazard) {
        hazards.put(fault, hazard);
    }

    /** Channels that were broken so far. */
    public long breaks() {
        return breaks;
    }

    /** Lets no message of a machine through until {@link #rejoin}. */
    public void isolate(Machine machine) {
        reach.isolate(machine);
        breakAll(machine);
    }

    public void rejoin(Machine machine) {
        reach.rejoin(machine);
    }

    /** Holds up what a machine sends, or what is sent to it, for a while; a connection does not outlast a long one. */
    public void holdUp(Machine machine, Reach.Way way, long durationMillis) {
        reach.holdUp(machine, way, schedule.nowMillis() + durationMillis);
        if (durationMillis > KEEP_ALIVE_MILLIS) {
            schedule.after(KEEP_ALIVE_MILLIS, () -> breakAll(machine));
        }
    }

    /**
     * Opens a channel.
     *
     * @param accept makes the server's end, on the server
     */
    public <U, D> Channel<U, D> open(Machine client, End<D> clientEnd, Machine server, Function<Channel<U, D>, End<U>> accept) {
        Hazard reordering = hazard(Fault.REORDERING);
        long slowMillis = reordering.strikes() ? reordering.random().nextLong(SLOWEST_CHANNEL_MILLIS) : 0;
        Channel<U, D> channel = new Channel<>(this, client, clientEnd, server, slowMillis);
        open.add(channel);
        schedule.after(latencyMillis() + slowMillis, () -> {
            boolean reached = reach.connects(client, schedule.nowMillis()) && reach.connects(server, schedule.nowMillis());
            if (reached && server.alive()) {
                channel.accept(accept);
            } else {
                channel.lose();
            }
        });
        return channel;
    }

    /** A machine died, or its process: what it was connected to will notice. */
    public void breakAll(Machine machine) {
        for (Channel<?, ?> channel : List.copyOf(open)) {
            if (channel.touches(machine)) {
                channel.lose();
            }
        }
    }

    Schedule schedule() {
        return schedule;
    }

    /** When a message that is sent now arrives at the earliest. */
    long arrivalMillis(Machine from, Machine to) {
        Hazard delay = hazard(Fault.DELAY);
        long stallMillis = delay.strikes() ? delay.random().nextLong(LONGEST_STALL_MILLIS) : 0;
        return Math.max(schedule.nowMillis(), reach.heldUpUntil(from, to)) + latencyMillis() + stallMillis;
    }

    /** Both ends learn that their channel broke: soon, but one of them perhaps much later than the other. */
    void notice(Runnable client, Runnable server) {
        Hazard halfOpen = hazard(Fault.HALF_OPEN);
        long lateMillis = halfOpen.strikes() ? halfOpen.random().nextLong(SLOWEST_NOTICE_MILLIS) : 0;
        boolean clientLate = lateMillis > 0 && halfOpen.random().nextBoolean();
        schedule.after(random.nextLong(50) + (clientLate ? lateMillis : 0), client);
        schedule.after(random.nextLong(50) + (clientLate ? 0 : lateMillis), server);
    }

    boolean strikes(Fault fault) {
        boolean strikes = hazard(fault).strikes();
        breaks += strikes ? 1 : 0;
        return strikes;
    }

    void forget(Channel<?, ?> channel) {
        open.remove(channel);
    }

    private Hazard hazard(Fault fault) {
        return hazards.getOrDefault(fault, Hazard.NONE);
    }

    private long latencyMillis() {
        return 1 + random.nextLong(20);
    }
}
