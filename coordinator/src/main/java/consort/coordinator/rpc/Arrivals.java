package consort.coordinator.rpc;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Connections that were accepted, and whose handshake is to begin in its turn: that of each address in turn, so that an address with
 * many does not hold back others, and of an address the newest first, whose maker is most likely still there. Of too many the oldest of
 * the address that has most gives way. For one thread.
 */
final class Arrivals {

    /** One that waits. */
    record Arrival(InetAddress site, Channel channel, long sinceNanos) {
    }

    private static final Comparator<Deque<Arrival>> MOST_THEN_OLDEST = Comparator.<Deque<Arrival>>comparingInt(Deque::size)
            .thenComparing(Comparator.<Deque<Arrival>>comparingLong(own -> own.getFirst().sinceNanos()).reversed());

    private final int max;
    /** The oldest first. */
    private final SequencedSet<Arrival> all = new LinkedHashSet<>();
    /** By address, each with its oldest first; the address whose turn is next first. */
    private final Map<InetAddress, Deque<Arrival>> waiting = new LinkedHashMap<>();

    Arrivals(int max) {
        this.max = max;
    }

    /** Lets one wait, not older than those before; the one that gives way for it, if one must. */
    Optional<Arrival> add(Arrival arrival) {
        waiting.computeIfAbsent(arrival.site(), ignored -> new ArrayDeque<>()).addLast(arrival);
        all.add(arrival);
        return all.size() > max ? waiting.values().stream().max(MOST_THEN_OLDEST).map(Deque::getFirst).map(this::removed) : Optional.empty();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The next one, which waits no more. */
    Optional<Arrival> next() {
        return waiting.values().stream().findFirst().map(own -> {
            Arrival newest = removed(own.getLast());
            Deque<Arrival> left = waiting.remove(newest.site());
            if (left != null) {
                waiting.put(newest.site(), left);
            }
            return newest;
        });
    }

    /** The oldest one, if it came before this; it waits no more. */
    Optional<Arrival> olderThan(long nanos) {
        return all.stream().findFirst().filter(oldest -> oldest.sinceNanos() - nanos < 0).map(this::removed);
    }

    private Arrival removed(Arrival arrival) {
        all.remove(arrival);
        Deque<Arrival> own = waiting.get(arrival.site());
        own.remove(arrival);
        if (own.isEmpty()) {
            waiting.remove(arrival.site());
        }
        return arrival;
    }
}
