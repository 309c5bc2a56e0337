package consort.ledger.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A static web server over a folder, at {@code /ledger/}, that a test can let answer otherwise. */
public final class FolderServer implements AutoCloseable {

    private static final String ROOT = "/ledger/";

    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> asked = new HashMap<>();
    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
    private volatile Meddler meddler = (exchange, path, time) -> false;

    /** Answers in the server's place; an IOException cuts the answer off, any other fails the test. */
    @FunctionalInterface
    public interface Meddler {

        /**
         * Answers, or leaves it to the server.
         *
         * @param path of the file within the folder
         * @param time which request for this file it is, from 1
         * @return whether it answered
         */
        boolean answer(HttpExchange exchange, String path, int time) throws IOException;
    }

    public FolderServer(Path folder) throws IOException {
        this(folder, HttpServer.create());
    }

    FolderServer(Path folder, HttpServer server) throws IOException {
        this.folder = folder;
        this.server = server;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(ROOT, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public FolderServer meddledBy(Meddler other) {
        meddler = other;
        return this;
    }

    int port() {
        return server.getAddress().getPort();
    }

    public String address() {
        return "http://127.0.0.1:" + port() + ROOT;
    }

    /** Everything that was asked for, in order. */
    public List<String> paths() {
        return List.copyOf(paths);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath().substring(ROOT.length());
            paths.add(path);
            int time;
            synchronized (asked) {
                time = asked.merge(path, 1, Integer::sum);
            }
            if (!meddled(exchange, path, time)) {
                serve(exchange, path);
            }
        }
    }

    private boolean meddled(HttpExchange exchange, String path, int time) throws IOException {
        try {
            return meddler.answer(exchange, path, time);
        } catch (RuntimeException | Error fault) {
            faults.add(fault);
            throw fault;
        }
    }

    private void serve(HttpExchange exchange, String path) throws IOException {
        Path file = folder.resolve(path);
        if (Files.isRegularFile(file)) {
            send(exchange, 200, Files.readAllBytes(file));
        } else {
            send(exchange, 404, "<html>no such file</html>".getBytes());
        }
    }

    public static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        if (!faults.isEmpty()) {
            throw new AssertionError("a meddler failed", faults.getFirst());
        }
    }
}
