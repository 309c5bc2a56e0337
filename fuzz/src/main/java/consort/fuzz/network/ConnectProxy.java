package consort.fuzz.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy that speaks nothing but {@code CONNECT}. It can want a login, refuse with any status, or keep silent, and it
 * alone knows the names it was taught: a test can see that those behind it ask nobody else for them.
 */
public final class ConnectProxy implements AutoCloseable {

    private static final int MAX_HEAD_BYTES = 8192;
    private static final String END = "\r\n\r\n";

    private final ServerSocket server;
    private final Map<String, InetSocketAddress> names = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int refusal;
    private volatile boolean silent;
    private volatile String authorization = "";

    /** Listens on a free port of the loopback interface. */
    public ConnectProxy() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("connect-accept").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** {@code http://localhost:PORT}. */
    public String url() {
        return "http://localhost:" + port();
    }

    /** Where a {@code HOST:PORT} leads that only this proxy knows. */
    public void teach(String name, int localPort) {
        names.put(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), localPort));
    }

    /** Answers everything with this status from now on; 0 for no more. */
    public void refuse(int status) {
        refusal = status;
    }

    /** Takes connections and answers nothing. */
    public void keepSilent() {
        silent = true;
    }

    /** Answers 407 to all who do not come with this login. */
    public void demand(String user, String password) {
        authorization = "basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What tunnels were asked for, as written: {@code HOST:PORT}; also those refused. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Cuts every tunnel that stands. */
    public void cut() {
        sockets.forEach(ConnectProxy::close);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                Thread.ofVirtual().name("connect-tunnel").start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try {
            List<String> lines = head(client.getInputStream()).lines().toList();
            String target = lines.getFirst().split(" ")[1];
            asked.add(target);
            if (silent) {
                return;
            }
            int status = status(lines);
            if (status != 200) {
                answer(client, status);
                close(client);
                return;
            }
            Socket upstream = new Socket();
            sockets.add(upstream);
            upstream.connect(where(target));
            answer(client, 200);
            Thread.ofVirtual().name("connect-up").start(() -> pump(client, upstream));
            pump(upstream, client);
        } catch (IOException away) {
            close(client);
        }
    }

    private int status(List<String> head) {
        if (!head.getFirst().startsWith("CONNECT ")) {
            return 405;
        }
        boolean known = head.stream().map(line -> line.split(": *", 2))
                .anyMatch(field -> field[0].equalsIgnoreCase("proxy-authorization") && field[1].replaceFirst("^Basic", "basic").equals(authorization));
        return !authorization.isEmpty() && !known ? 407 : refusal == 0 ? 200 : refusal;
    }

    private InetSocketAddress where(String target) {
        int colon = target.lastIndexOf(':');
        return names.getOrDefault(target,
                new InetSocketAddress(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1))));
    }

    private static void answer(Socket client, int status) throws IOException {
        client.getOutputStream().write(("HTTP/1.1 " + status + " As the test says" + END).getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith(END)) {
            int next = in.read();
            if (next < 0 || head.size() >= MAX_HEAD_BYTES) {
                throw new IOException("no whole request");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException oneSideWentAway) {
            // The other side learns it now.
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // Then nothing is left to close.
        }
    }
}
