package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that never show who they are. Loopback has many addresses: some are the attackers', one the member's. */
class HandshakeLimitTest {

    private static final String[] ATTACKERS = {"127.0.0.2", "127.0.0.3", "127.0.0.4"};

    private static final long PATIENCE_NANOS = 180_000_000_000L;

    @TempDir
    private Path temporary;

    private final List<Socket> sockets = new ArrayList<>();
    private LiveCoordinator coordinator;

    private void serve(String limits) {
        coordinator = new LiveCoordinator(temporary, "server: { " + limits + " }\n");
    }

    @AfterEach
    void stops() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        coordinator.close();
    }

    @Test
    void manyHalfOpenConnectionsOfOneAddressKeepOutNobodyNotEvenThere() throws IOException {
        serve("maxHandshakes: 16, maxHandshakesPerAddress: 4, connectionsPerSecondPerAddress: 1000");
        List<Socket> silent = open("127.0.0.1", 40);
        // Else the last of them may come to their turn after the member.
        awaitEnd(36, silent);
        coordinator.assertServesAnHonestMember();
        // The member's own handshake took the place of another.
        awaitEnd(37, silent);
    }

    @Test
    void manyHalfOpenConnectionsOfManyAddressesKeepOutNobody() throws IOException {
        serve("maxHandshakes: 8, maxHandshakesPerAddress: 6, connectionsPerSecondPerAddress: 1000");
        List<Socket> silent = new ArrayList<>();
        for (String attacker : ATTACKERS) {
            silent.addAll(open(attacker, 20));
        }
        awaitEnd(60 - 8, silent);
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void anAddressThatConnectsTooOftenIsClosedUnheardAndOthersAreServed() throws IOException {
        serve("connectionsPerSecondPerAddress: 1");
        List<Socket> burst = open(ATTACKERS[0], 30);
        awaitEnd(1, burst.subList(20, 30));
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void aHandshakeThatSaysNothingOrDripsIsCutInTime() throws Exception {
        serve("handshakeSeconds: 1");
        Socket silent = open(ATTACKERS[0], 1).getFirst();
        Socket dripping = open(ATTACKERS[0], 1).getFirst();
        byte[] hello = clientHello(200);
        boolean open = true;
        for (int i = 0; open && i < hello.length; i++) {
            open = drip(dripping, hello[i]);
        }
        assertThat(open).as("200 bytes, 100 ms apart").isFalse();
        awaitEnd(1, List.of(silent));
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void whatIsNoHandshakeOrTooLongForOneEndsAtOnce() throws IOException {
        serve("handshakeSeconds: 10");
        Socket plaintext = open(ATTACKERS[0], 1).getFirst();
        plaintext.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        awaitEnd(1, List.of(plaintext));
        Socket huge = open(ATTACKERS[0], 1).getFirst();
        byte[] hello = clientHello(0xffffff);
        try {
            for (int i = 0; i < 4096; i++) {
                huge.getOutputStream().write(hello, 0, 16 << 10);
            }
        } catch (IOException cut) {
            assertThat(cut).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
        awaitEnd(1, List.of(huge));
        coordinator.assertServesAnHonestMember();
    }

    private List<Socket> open(String from, int count) throws IOException {
        List<Socket> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            opened.add(socket);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), coordinator.port()), 30_000);
        }
        return opened;
    }

    private static boolean drip(Socket socket, byte next) throws InterruptedException {
        Thread.sleep(100);
        try {
            socket.getOutputStream().write(next);
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    /** Waits until the coordinator has ended so many of these. */
    private static void awaitEnd(int count, List<Socket> sockets) throws IOException {
        List<Socket> open = new ArrayList<>(sockets);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (sockets.size() - open.size() < count) {
            assertThat(System.nanoTime()).as("%s of %s connections still open", open.size(), sockets.size()).isLessThan(end);
            for (Socket socket : List.copyOf(open)) {
                if (hasEnded(socket)) {
                    open.remove(socket);
                }
            }
        }
    }

    private static boolean hasEnded(Socket socket) throws IOException {
        socket.setSoTimeout(10);
        try {
            while (socket.getInputStream().read() >= 0) {
                // An alert.
            }
            return true;
        } catch (SocketTimeoutException alive) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** The beginning of a handshake of so many bytes: record header, message header, and zeros. */
    private static byte[] clientHello(int bytes) {
        byte[] hello = new byte[Math.min(bytes, 16 << 10)];
        ByteBuffer.wrap(hello).put((byte) 22).putShort((short) 0x0301).putShort((short) Math.min(bytes - 5, (16 << 10) - 5))
                .putInt(1 << 24 | bytes - 9);
        return hello;
    }
}
