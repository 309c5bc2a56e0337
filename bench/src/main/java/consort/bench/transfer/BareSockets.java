package consort.bench.transfer;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Both ends of bare sockets with the product's TLS in this process, from memory to nowhere. */
public final class BareSockets implements AutoCloseable {

    private final List<SslContext> clients;
    private final BareServer server;
    private final BareClient client;

    /**
     * @param folder for an authority of its own
     * @param count connections at once, each with a certificate of its own
     */
    public BareSockets(Path folder, int count) {
        Keys keys = Keys.found(folder);
        clients = IntStream.range(0, count).mapToObj(keys::worker).toList();
        server = new BareServer(keys, folder, folder);
        client = new BareClient(server.port());
    }

    /** Seconds in which every client gets so many bytes. */
    public double downSeconds(long bytesEach) throws IOException {
        return seconds(tls -> client.fetch(tls, Optional.empty(), bytesEach));
    }

    /** Seconds in which every client sends so many bytes. */
    public double upSeconds(long bytesEach) throws IOException {
        return seconds(tls -> client.store(tls, Optional.empty(), bytesEach));
    }

    @FunctionalInterface
    private interface Move {
        CompletableFuture<Void> begin(SslContext tls) throws IOException;
    }

    private double seconds(Move move) throws IOException {
        long began = System.nanoTime();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (SslContext tls : clients) {
            all.add(move.begin(tls));
        }
        all.forEach(CompletableFuture::join);
        return (System.nanoTime() - began) / 1e9;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
