package consort.bench.rounds;

import consort.bench.Figures;
import consort.bench.sum.CompiledSum;
import consort.bench.transfer.BareSockets;
import consort.model.sum.Scales;
import consort.model.tensor.Sha256;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What no round can do without, one thing after the other, each on all cores: every worker gets the model and sends its update over
 * bare sockets with the same TLS; both ends hash what they get, a worker also what it sends, the coordinator also the next model; C
 * sums the updates. From memory, to nowhere, without a check, a ledger or a sync.
 */
final class Floor implements AutoCloseable {

    private static final int SLICE = 1 << 15;
    private static final int PIECE_BYTES = 1 << 20;
    private static final int TURNS = 3;

    private final int workers;
    private final long bytes;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ExecutorService threads = Executors.newFixedThreadPool(cores);
    private final Arena arena = Arena.ofShared();
    private final BareSockets sockets;
    private final CompiledSum sum;
    private final List<MemorySegment> updates = new ArrayList<>();
    private final MemorySegment model;

    /** @param bytes of a model, and of an update */
    Floor(Path folder, int workers, long bytes) throws IOException, InterruptedException {
        this.workers = workers;
        this.bytes = bytes;
        Files.createDirectories(folder);
        sum = CompiledSum.compile(folder, arena);
        model = arena.allocate(bytes, Long.BYTES);
        for (int i = 0; i < workers; i++) {
            updates.add(arena.allocate(bytes, Long.BYTES));
        }
        sockets = new BareSockets(folder, workers);
    }

    /** Milliseconds: the medians of some turns, after as many that do not count, added up. */
    double millis() throws Exception {
        List<Callable<Double>> parts = List.of(() -> sockets.downSeconds(bytes), () -> sockets.upSeconds(bytes), this::hashSeconds,
                this::sumSeconds);
        double millis = 0;
        for (Callable<Double> part : parts) {
            List<Double> seconds = new ArrayList<>();
            for (int turn = 0; turn < 2 * TURNS; turn++) {
                double taken = part.call();
                if (turn >= TURNS) {
                    seconds.add(taken);
                }
            }
            millis += Figures.of(seconds).median() * 1000;
        }
        return millis;
    }

    private double hashSeconds() throws Exception {
        // Of each worker the model it gets, and the update at both ends; the next model.
        int files = 3 * workers + 1;
        return onAllCores(core -> {
            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
            MessageDigest digest = Sha256.newDigest();
            long left = bytes * files / cores;
            while (left > 0) {
                int some = (int) Math.min(PIECE_BYTES, left);
                digest.update(piece.clear().limit(some));
                left -= some;
            }
            digest.digest();
        });
    }

    private double sumSeconds() throws Exception {
        long elements = bytes / Float.BYTES;
        int[] weights = new int[workers];
        Arrays.fill(weights, 1);
        return onAllCores(core -> sum.apply(updates, weights, model, elements * core / cores, elements * (core + 1) / cores, SLICE,
                Scales.DEFAULT_SHIFT));
    }

    @FunctionalInterface
    private interface Share {
        void work(int core);
    }

    private double onAllCores(Share share) throws Exception {
        long began = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            int own = core;
            running.add(threads.submit(() -> share.work(own)));
        }
        for (Future<?> one : running) {
            one.get();
        }
        return (System.nanoTime() - began) / 1e9;
    }

    @Override
    public void close() {
        sockets.close();
        threads.shutdownNow();
        arena.close();
    }
}
