package consort.bench.transfer;

import consort.certs.Address;
import consort.model.tensor.FileSource;
import consort.model.tensor.Sha256;
import consort.worker.cache.PartialFile;
import consort.worker.network.Route;
import consort.worker.rpc.BlobClient;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The transfer code of workers, each with a connection and files of its own. */
final class Workers implements AutoCloseable {

    /** How the names of what was fetched begin. */
    static final String FETCHED = "fetched";

    private final List<CoordinatorChannel> channels = new ArrayList<>();
    private final List<Path> updates;
    private final List<String> digests = new ArrayList<>();
    private final Path folder;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private long counter;

    /** One transfer of one worker. */
    @FunctionalInterface
    private interface Transfer {
        void run(int worker) throws IOException, StatusException, InterruptedException;
    }

    /** @param updates a file of each worker, of which every upload alters the first bytes */
    Workers(int port, List<SslContext> tls, Path folder, List<Path> updates) {
        tls.forEach(own -> channels.add(new CoordinatorChannel(new Address("localhost", port), new Route.Direct(), own)));
        this.folder = folder;
        this.updates = updates;
    }

    /** Makes each worker's file one that the coordinator does not hold; their digests. */
    List<String> newUpdates() throws IOException {
        digests.clear();
        for (Path update : updates) {
            try (RandomAccessFile file = new RandomAccessFile(update.toFile(), "rw")) {
                file.writeLong(++counter);
            }
            digests.add(HexFormat.of().formatHex(Sha256.of(update)));
        }
        return List.copyOf(digests);
    }

    /** All workers at once. */
    void fetch(String digest, long bytes) throws IOException, InterruptedException {
        all(worker -> {
            try (PartialFile file = PartialFile.open(folder.resolve(FETCHED + worker), digest, bytes)) {
                new BlobClient(channels.get(worker)).fetch(digest, file, held -> { });
                file.finish();
            }
        });
    }

    /** All workers at once, each its file. */
    void store() throws IOException, InterruptedException {
        all(worker -> {
            try (FileSource update = FileSource.open(updates.get(worker))) {
                new BlobClient(channels.get(worker)).store(digests.get(worker), update);
            }
        });
    }

    private void all(Transfer transfer) throws IOException, InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        for (int worker = 0; worker < channels.size(); worker++) {
            int number = worker;
            running.add(threads.submit(() -> {
                transfer.run(number);
                return null;
            }));
        }
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IOException("a transfer failed", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        channels.forEach(CoordinatorChannel::close);
        threads.shutdownNow();
    }
}
