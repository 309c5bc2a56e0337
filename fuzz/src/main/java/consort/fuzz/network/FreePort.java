package consort.fuzz.network;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface for servers that a test starts later, perhaps again and again. They are none of those that the
 * system gives to outgoing connections: one of these could take the port meanwhile, or reach itself there. Nor does another process
 * that asks here get one: whom it was given to holds the UDP port of the same number, which TCP does not mind, until its process ends.
 */
public final class FreePort {

    private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int[] USUALLY_OUTGOING = {32_768, 60_999};
    private static final int FIRST = 15_000;
    private static final int LAST = 65_535;
    private static final int ENOUGH = 1_000;
    /** Never closed: they are the claims to what was given. */
    private static final List<DatagramSocket> CLAIMS = new CopyOnWriteArrayList<>();

    private FreePort() {
    }

    /** One that nobody listens on, and that was not given before. */
    public static int next() {
        int[] outgoing = outgoing();
        boolean below = outgoing[0] - FIRST >= ENOUGH;
        boolean above = LAST - outgoing[1] >= ENOUGH;
        int from = below || !above ? FIRST : outgoing[1] + 1;
        int end = below ? outgoing[0] : LAST + 1;
        for (int tries = 0; tries < ENOUGH; tries++) {
            int port = ThreadLocalRandom.current().nextInt(from, end);
            if (isClaimed(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("none of the ports from " + from + " to " + (end - 1) + " is free");
    }

    /** Claims it before anything else is asked, so that of two processes one goes on. */
    private static boolean isClaimed(int port) {
        try {
            return CLAIMS.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static int[] outgoing() {
        try {
            String[] words = Files.readString(OUTGOING).strip().split("\\s+");
            return new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])};
        } catch (IOException | RuntimeException unknown) {
            return USUALLY_OUTGOING;
        }
    }
}
