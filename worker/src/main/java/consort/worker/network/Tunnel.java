package consort.worker.network;

import consort.certs.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plain connection to a coordinator's port, for a look at the way there; calls have {@code CoordinatorChannel}. */
public final class Tunnel {

    private static final int MAX_HEAD_BYTES = 8192;
    private static final byte[] END = {'\r', '\n', '\r', '\n'};
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})\\b.*", Pattern.DOTALL);

    private Tunnel() {
    }

    /**
     * Connects.
     *
     * @param patience for every single step: the connection, and the whole of a proxy's answer
     * @throws IOException whose message says, as a clause, what stands in the way
     */
    public static Socket open(Address coordinator, Route route, Duration patience) throws IOException {
        Address dialed = route.dialed(coordinator);
        Socket socket = new Socket();
        try {
            socket.setSoTimeout((int) patience.toMillis());
            connect(socket, dialed, patience);
            if (route instanceof Route.Through(HttpProxy proxy, String from)) {
                ask(socket, coordinator, proxy, patience);
                socket.setSoTimeout((int) patience.toMillis());
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void connect(Socket socket, Address dialed, Duration patience) throws IOException {
        InetSocketAddress address = new InetSocketAddress(dialed.host(), dialed.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("the name " + dialed.host() + " is not known");
        }
        try {
            socket.connect(address, (int) patience.toMillis());
        } catch (SocketTimeoutException e) {
            throw new IOException(dialed + " does not answer within " + patience.toSeconds() + " s", e);
        } catch (IOException e) {
            throw new IOException(dialed + ": " + e.getMessage(), e);
        }
    }

    /** Leaves the socket where TLS begins. */
    static void ask(Socket socket, Address coordinator, HttpProxy proxy, Duration patience) throws IOException {
        String login = proxy.login().map(Tunnel::header).orElse("");
        socket.getOutputStream().write(("CONNECT " + coordinator + " HTTP/1.1\r\nHost: " + coordinator + "\r\n" + login + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        Matcher status = STATUS.matcher(head(socket, proxy, patience));
        if (!status.matches()) {
            throw new IOException("the proxy " + proxy + " does not speak HTTP; perhaps another service listens there");
        }
        int code = Integer.parseInt(status.group(1));
        if (code != 200) {
            throw new IOException(ProxyErrors.answered(coordinator.toString(), code));
        }
    }

    private static String header(HttpProxy.Login login) {
        byte[] both = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(both) + "\r\n";
    }

    /** Byte by byte: what follows belongs to TLS. One deadline for all of it, or a byte now and then would hold it for hours. */
    private static String head(Socket socket, HttpProxy proxy, Duration patience) throws IOException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        try {
            while (matched < END.length && head.size() < MAX_HEAD_BYTES) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
                if (leftMillis <= 0) {
                    throw new SocketTimeoutException();
                }
                socket.setSoTimeout((int) leftMillis);
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the proxy " + proxy + " ended the connection without an answer");
                }
                head.write(next);
                matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("the proxy " + proxy + " takes connections and does not answer within "
                    + patience.toSeconds() + " s", e);
        }
        if (matched < END.length) {
            throw new IOException("the proxy " + proxy + " answers with more than " + MAX_HEAD_BYTES + " bytes before its tunnel begins;"
                    + " perhaps another service listens there");
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
