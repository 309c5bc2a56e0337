package consort.coordinator.rpc;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Connections that were accepted, and whose handshake is to begin in its turn: that of each address in turn, so that an address with
 * many does not hold back others. Of too many the oldest of the address that has most gives way. For one thread.
 */
final class Arrivals {

    /** One that waits. */
    record Arrival(InetAddress site, Channel channel) {
    }

    private final int max;
    /** By address; the one whose turn is next first. */
    private final Map<InetAddress, Deque<Channel>> waiting = new LinkedHashMap<>();
    private int count;

    Arrivals(int max) {
        this.max = max;
    }

    /** Lets one wait; the one that gives way for it, if one must. */
    Optional<Channel> add(InetAddress site, Channel channel) {
        waiting.computeIfAbsent(site, ignored -> new ArrayDeque<>()).addLast(channel);
        count++;
        return count > max ? take(heaviest()).map(Arrival::channel) : Optional.empty();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The next one, which waits no more. */
    Optional<Arrival> next() {
        return waiting.isEmpty() ? Optional.empty() : take(waiting.keySet().iterator().next());
    }

    private Optional<Arrival> take(InetAddress site) {
        Deque<Channel> own = waiting.remove(site);
        Arrival first = new Arrival(site, own.removeFirst());
        count--;
        if (!own.isEmpty()) {
            waiting.put(site, own);
        }
        return Optional.of(first);
    }

    private InetAddress heaviest() {
        return waiting.entrySet().stream().max((one, other) -> Integer.compare(one.getValue().size(), other.getValue().size()))
                .orElseThrow().getKey();
    }
}
