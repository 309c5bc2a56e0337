package consort.bench.transfer;

import consort.bench.Usage;
import consort.bench.transfer.Slice.Side;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The same bytes on their ways: as the product moves them, and over bare sockets. */
final class Moves implements AutoCloseable {

    private static final String BARE = "bare";
    private static final int PIECE_BYTES = 1 << 20;
    private static final double GIGA = 1e9;
    private static final double NANOS = 1e9;

    private final FarProcess far;
    private final Path folder;
    private final List<SslContext> tls;
    private final List<Path> updates = new ArrayList<>();
    private final Workers workers;
    private final BareClient bare;
    private final long bytesEach;
    private final String model;

    /** What is measured. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** @param bytesEach of every transfer */
    Moves(FarProcess far, Keys keys, Path folder, int clients, long bytesEach) throws IOException, InterruptedException {
        this.far = far;
        this.folder = folder;
        this.bytesEach = bytesEach;
        this.tls = IntStream.range(0, clients).mapToObj(keys::worker).toList();
        for (int client = 0; client < clients; client++) {
            updates.add(write(folder.resolve("update" + client), client));
        }
        write(folder.resolve("model"), clients);
        this.workers = new Workers(far.port(), tls, folder, updates);
        this.bare = new BareClient(far.barePort());
        this.model = workers.newUpdates().getFirst();
        workers.store();
        far.publish(model);
    }

    private Path write(Path file, int seed) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        Random random = new Random(seed);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = 0; at < bytesEach; at += PIECE_BYTES) {
                random.nextBytes(piece);
                channel.write(ByteBuffer.wrap(piece, 0, (int) Math.min(PIECE_BYTES, bytesEach - at)));
            }
        }
        return file;
    }

    Slice productDown() throws IOException, InterruptedException {
        Slice slice = measure(() -> workers.fetch(model, bytesEach));
        deleteAll(Workers.FETCHED);
        return slice;
    }

    Slice productUp() throws IOException, InterruptedException {
        List<String> digests = workers.newUpdates();
        Slice slice = measure(workers::store);
        digests.forEach(far::delete);
        return slice;
    }

    Slice bareDown(boolean files) throws IOException, InterruptedException {
        Slice slice = measure(() -> {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int client = 0; client < tls.size(); client++) {
                all.add(bare.fetch(tls.get(client), file(files, folder.resolve(BARE + client)), bytesEach));
            }
            all.forEach(CompletableFuture::join);
        });
        deleteAll(BARE);
        return slice;
    }

    Slice bareUp(boolean files) throws IOException, InterruptedException {
        Slice slice = measure(() -> {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int client = 0; client < tls.size(); client++) {
                all.add(bare.store(tls.get(client), file(files, updates.get(client)), bytesEach));
            }
            all.forEach(CompletableFuture::join);
        });
        deleteAll(BareServer.TAKEN);
        return slice;
    }

    /**
     * Before anything else is measured: a file written anew while its old pages have just become free costs less than one for which the
     * system, or the host of a virtual machine, must find memory.
     */
    private void deleteAll(String prefix) throws IOException {
        try (DirectoryStream<Path> written = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path file : written) {
                Files.delete(file);
            }
        }
    }

    private static Optional<Path> file(boolean files, Path path) {
        return files ? Optional.of(path) : Optional.empty();
    }

    private Slice measure(Work work) throws IOException, InterruptedException {
        Usage farBefore = far.usage();
        Usage nearBefore = Usage.now();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / NANOS;
        Side near = Side.between(nearBefore, Usage.now());
        return new Slice(tls.size() * bytesEach / GIGA, seconds, near, Side.between(farBefore, far.usage()));
    }

    @Override
    public void close() {
        bare.close();
        workers.close();
    }
}
