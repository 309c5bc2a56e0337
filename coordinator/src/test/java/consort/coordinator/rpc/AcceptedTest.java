package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which connection gives way, without a network: the clock is the test's. */
class AcceptedTest {

    private static final int MAX = 6;
    private static final int MAX_PER_ADDRESS = 4;
    private static final int PER_SECOND = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final SocketAddress HERE = new InetSocketAddress("127.0.0.1", 7443);

    private final AtomicLong nanos = new AtomicLong();
    private final Accepted accepted =
            new Accepted(new HandshakeLimits(MAX, MAX_PER_ADDRESS, PER_SECOND, 1000, TIMEOUT), nanos::get);
    private final EmbeddedChannel listening = new EmbeddedChannel(accepted);
    private int nextPort = 1024;

    /** An accepted connection. */
    private static final class Connection extends EmbeddedChannel {
        private final SocketAddress peer;

        private Connection(SocketAddress peer) {
            this.peer = peer;
        }

        @Override
        public SocketAddress remoteAddress() {
            return peer;
        }

        @Override
        public SocketAddress localAddress() {
            return HERE;
        }
    }

    @Test
    void theOldestHalfOpenConnectionOfAnAddressThatHasItsNumberGivesWay() {
        List<Connection> silent = arrive("192.0.2.1", MAX_PER_ADDRESS + 1);
        assertThat(silent).extracting(Connection::isOpen).containsExactly(false, true, true, true, true);
    }

    @Test
    void whenThereAreTooManyInAllTheAddressThatHasMostGivesWay() {
        Connection member = arrive("192.0.2.9", 1).getFirst();
        List<Connection> silent = arrive("192.0.2.1", MAX_PER_ADDRESS);
        List<Connection> few = arrive("192.0.2.2", 1);
        List<Connection> late = arrive("192.0.2.3", 1);
        assertThat(silent).extracting(Connection::isOpen).containsExactly(false, true, true, true);
        assertThat(List.of(member, few.getFirst(), late.getFirst())).allMatch(Connection::isOpen);
    }

    @Test
    void aConnectionWhoseHandshakeIsDoneNeverGivesWayAndCountsNoMore() {
        List<Connection> members = arrive("192.0.2.1", MAX_PER_ADDRESS);
        members.forEach(this::complete);
        List<Connection> silent = arrive("192.0.2.1", MAX_PER_ADDRESS);
        nanos.addAndGet(TIMEOUT.toNanos() + 1);
        accepted.sweep();
        assertThat(members).allMatch(Connection::isOpen);
        assertThat(silent).noneMatch(Connection::isOpen);
    }

    @Test
    void aHandshakeEndsAfterItsTimeAndNotBefore() {
        Connection silent = arrive("192.0.2.1", 1).getFirst();
        nanos.addAndGet(TIMEOUT.toNanos());
        accepted.sweep();
        assertThat(silent.isOpen()).isTrue();
        nanos.incrementAndGet();
        accepted.sweep();
        assertThat(silent.isOpen()).isFalse();
    }

    @Test
    void anAddressMayConnectSoOftenASecondAndAnotherIsNotTouched() {
        for (int i = 0; i < 2 * PER_SECOND; i++) {
            arrive("192.0.2.1", 1).getFirst().close();
        }
        assertThat(arrive("192.0.2.1", 1).getFirst().isOpen()).isFalse();
        assertThat(arrive("192.0.2.2", 1).getFirst().isOpen()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos() / PER_SECOND);
        assertThat(arrive("192.0.2.1", 2)).extracting(Connection::isOpen).containsExactly(true, false);
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOne() {
        List<Connection> silent = IntStream.rangeClosed(0, MAX_PER_ADDRESS)
                .mapToObj(i -> arrive("2001:db8:1:2::" + i, 1).getFirst()).toList();
        assertThat(silent.getFirst().isOpen()).isFalse();
        assertThat(arrive("2001:db8:1:3::1", 1).getFirst().isOpen()).isTrue();
        assertThat(silent.subList(1, silent.size())).allMatch(Connection::isOpen);
    }

    @Test
    void ofManyThatComeAtOnceSomeBeginAndOthersWaitForTheirTurnAddressByAddress() {
        Accepted paced = new Accepted(new HandshakeLimits(1000, 1000, 1000, 10, TIMEOUT), nanos::get);
        EmbeddedChannel port = new EmbeddedChannel(paced);
        List<Connection> many = IntStream.range(0, 20).mapToObj(i -> new Connection(new InetSocketAddress("192.0.2.1", 1024 + i))).toList();
        many.forEach(port::writeOneInbound);
        Connection other = new Connection(new InetSocketAddress("192.0.2.2", 1024));
        port.writeOneInbound(other);
        assertThat(port.inboundMessages()).as("a fifth of a second's at once").hasSize(2);
        tenth(port);
        tenth(port);
        assertThat(port.inboundMessages()).hasSize(4).contains(other);
        for (int i = 0; i < 20; i++) {
            tenth(port);
        }
        assertThat(port.inboundMessages()).as("all in the end").hasSize(21);
    }

    @Test
    void whoWaitsIsLetGoWhenNobodyListensAnyMore() {
        Accepted paced = new Accepted(new HandshakeLimits(1000, 1000, 1000, 1, TIMEOUT), nanos::get);
        EmbeddedChannel port = new EmbeddedChannel(paced);
        List<Connection> two = IntStream.range(0, 2).mapToObj(i -> new Connection(new InetSocketAddress("192.0.2.1", 1024 + i))).toList();
        two.forEach(port::writeOneInbound);
        port.close();
        assertThat(two).extracting(Connection::isOpen).containsExactly(true, false);
    }

    /** A peer that gave up is not noticed, and would take the turn of one that is there. */
    @Test
    void whoWaitedTooLongIsTurnedAwayAndTakesNoTurn() {
        Accepted paced = new Accepted(new HandshakeLimits(1000, 1000, 1000, 10, TIMEOUT), nanos::get);
        EmbeddedChannel port = new EmbeddedChannel(paced);
        List<Connection> gone = IntStream.range(0, 200).mapToObj(i -> new Connection(new InetSocketAddress("192.0.2." + i, 1024))).toList();
        gone.forEach(port::writeOneInbound);
        for (int i = 0; i < 79; i++) {
            tenth(port);
        }
        Connection late = new Connection(new InetSocketAddress("198.51.100.1", 1024));
        port.writeOneInbound(late);
        tenth(port);
        tenth(port);
        assertThat(gone.stream().filter(Connection::isOpen).count()).as("begun within 8 s").isBetween(79L, 83L);
        tenth(port);
        assertThat(port.inboundMessages()).contains(late);
    }

    private void tenth(EmbeddedChannel port) {
        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        port.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        port.runScheduledPendingTasks();
    }

    private List<Connection> arrive(String address, int count) {
        return IntStream.range(0, count).mapToObj(i -> {
            Connection connection = new Connection(new InetSocketAddress(address, nextPort++));
            listening.writeInbound(connection);
            return connection;
        }).toList();
    }

    private void complete(Connection connection) {
        accepted.filter().transportReady(Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, connection.remoteAddress())
                .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, connection.localAddress()).build());
    }
}
