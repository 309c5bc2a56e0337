package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private final Arrivals arrivals = new Arrivals(5);
    private final Channel few = new EmbeddedChannel();
    private long nanos;

    @Test
    void takesAddressesInTurnAndOfEachTheNewestFirst() throws UnknownHostException {
        List<Channel> many = many(3);
        add("192.0.2.2", few);
        List<Channel> order = new ArrayList<>();
        for (Optional<Arrivals.Arrival> next = arrivals.next(); next.isPresent(); next = arrivals.next()) {
            order.add(next.get().channel());
        }
        assertThat(order).containsExactly(many.get(2), few, many.get(1), many.get(0));
        assertThat(arrivals.isEmpty()).isTrue();
    }

    @Test
    void ofTooManyTheOldestOfTheAddressThatHasMostGivesWay() throws UnknownHostException {
        List<Channel> many = many(4);
        assertThat(add("192.0.2.2", few)).isEmpty();
        assertThat(add("192.0.2.3", new EmbeddedChannel())).contains(many.getFirst());
    }

    @Test
    void ofAddressesWithAsManyTheOldestOfAllGivesWay() throws UnknownHostException {
        Channel oldest = new EmbeddedChannel();
        add("192.0.2.9", oldest);
        add("192.0.2.8", few);
        arrivals.next();
        assertThat(arrivals.isEmpty()).isFalse();
        for (int i = 1; i <= 4; i++) {
            assertThat(add("192.0.2." + i, new EmbeddedChannel())).isEmpty();
        }
        assertThat(add("192.0.2.5", new EmbeddedChannel())).contains(few);
    }

    /** Its maker has given up, without a word that this program would read. */
    @Test
    void letsGoOfWhatWaitedTooLong() throws UnknownHostException {
        List<Channel> many = many(3);
        assertThat(arrivals.olderThan(0)).isEmpty();
        assertThat(arrivals.olderThan(1).map(Arrivals.Arrival::channel)).contains(many.get(0));
        assertThat(arrivals.olderThan(1)).isEmpty();
        assertThat(arrivals.next().map(Arrivals.Arrival::channel)).contains(many.get(2));
        assertThat(arrivals.olderThan(2).map(Arrivals.Arrival::channel)).contains(many.get(1));
        assertThat(arrivals.isEmpty()).isTrue();
    }

    private List<Channel> many(int count) throws UnknownHostException {
        List<Channel> many = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            many.add(new EmbeddedChannel());
            assertThat(add("192.0.2.1", many.getLast())).isEmpty();
        }
        return many;
    }

    /** One that came a nanosecond after the one before; what gives way for it. */
    private Optional<Channel> add(String address, Channel channel) throws UnknownHostException {
        return arrivals.add(new Arrivals.Arrival(InetAddress.getByName(address), channel, nanos++)).map(Arrivals.Arrival::channel);
    }
}
