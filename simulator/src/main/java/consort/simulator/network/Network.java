package consort.simulator.network;

import consort.simulator.machine.Machine;
import consort.simulator.time.Schedule;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Connections between machines. Messages of one direction of one channel keep their order; nothing else does. A channel can
 * break with any message, a machine can be cut off for a while, and each end learns of a break when it pleases the network.
 */
public final class Network {

    private static final long SLOWEST_NOTICE_MILLIS = 15_000;

    private final Schedule schedule;
    private final RandomGenerator random;
    private final Set<Channel<?, ?>> open = new LinkedHashSet<>();
    private final Set<Machine> isolated = new HashSet<>();
    private double breakRate;
    private long breaks;

    public Network(Schedule schedule, RandomGenerator random) {
        this.schedule = schedule;
        this.random = random;
    }

    /** The part of all messages with which their channel breaks, from now on. */
    public void breakRate(double rate) {
        breakRate = rate;
    }

    /** Channels that were broken so far. */
    public long breaks() {
        return breaks;
    }

    /** Lets no message of a machine through until {@link #rejoin}. */
    public void isolate(Machine machine) {
        isolated.add(machine);
        breakAll(machine);
    }

    public void rejoin(Machine machine) {
        isolated.remove(machine);
    }

    /**
     * Opens a channel.
     *
     * @param accept makes the server's end, on the server
     */
    public <U, D> Channel<U, D> open(Machine client, End<D> clientEnd, Machine server, Function<Channel<U, D>, End<U>> accept) {
        Channel<U, D> channel = new Channel<>(this, client, clientEnd, server);
        open.add(channel);
        schedule.after(latencyMillis(), () -> {
            if (!isolated.contains(client) && server.alive()) {
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

    /** Mostly quick, now and then slow. */
    long latencyMillis() {
        return random.nextInt(20) == 0 ? 5 + random.nextLong(800) : 1 + random.nextLong(20);
    }

    /** When an end learns that its channel broke. */
    long noticeMillis() {
        return random.nextInt(4) == 0 ? random.nextLong(SLOWEST_NOTICE_MILLIS) : random.nextLong(50);
    }

    boolean breaksNow() {
        boolean breaksNow = breakRate > 0 && random.nextDouble() < breakRate;
        breaks += breaksNow ? 1 : 0;
        return breaksNow;
    }

    void forget(Channel<?, ?> channel) {
        open.remove(channel);
    }
}
