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

    @Test
    void takesAddressesInTurnAndEachInTheOrderInWhichItCame() throws UnknownHostException {
        List<Channel> many = many(3);
        arrivals.add(site("192.0.2.2"), few);
        List<Channel> order = new ArrayList<>();
        for (Optional<Arrivals.Arrival> next = arrivals.next(); next.isPresent(); next = arrivals.next()) {
            order.add(next.get().channel());
        }
        assertThat(order).containsExactly(many.get(0), few, many.get(1), many.get(2));
        assertThat(arrivals.isEmpty()).isTrue();
    }

    @Test
    void ofTooManyTheOldestOfTheAddressThatHasMostGivesWay() throws UnknownHostException {
        List<Channel> many = many(4);
        assertThat(arrivals.add(site("192.0.2.2"), few)).isEmpty();
        assertThat(arrivals.add(site("192.0.2.3"), new EmbeddedChannel())).contains(many.getFirst());
    }

    private List<Channel> many(int count) throws UnknownHostException {
        List<Channel> many = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            many.add(new EmbeddedChannel());
            assertThat(arrivals.add(site("192.0.2.1"), many.getLast())).isEmpty();
        }
        return many;
    }

    private static InetAddress site(String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }
}
