package consort.bench.rounds;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The files that a round writes and syncs, and nothing else: of each worker the update it keeps, and the same at the coordinator; then the
 * next model. All workers at once.
 */
final class RoundFiles {

    private static final int PIECE_BYTES = 1 << 20;
    private static final int TURNS = 3;

    private RoundFiles() {
    }

    /** The least of some turns. */
    static double millis(Path coordinator, Path members, int workers, long bytes) throws Exception {
        double least = Double.POSITIVE_INFINITY;
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            for (int turn = 0; turn < TURNS; turn++) {
                List<Path> files = new ArrayList<>();
                long began = System.nanoTime();
                for (Path folder : List.of(members, coordinator)) {
                    List<Future<?>> writing = new ArrayList<>();
                    for (int worker = 0; worker < workers; worker++) {
                        Path file = folder.resolve("synced" + files.size());
                        files.add(file);
                        writing.add(threads.submit(() -> {
                            write(file, bytes);
                            return null;
                        }));
                    }
                    for (Future<?> one : writing) {
                        one.get();
                    }
                }
                files.add(coordinator.resolve("synced"));
                write(files.getLast(), bytes);
                least = Math.min(least, (System.nanoTime() - began) / 1e6);
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
        return least;
    }

    private static void write(Path file, long bytes) throws IOException {
        byte[] noise = new byte[PIECE_BYTES];
        new Random(bytes).nextBytes(noise);
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES).put(noise);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long left = bytes; left > 0; left -= PIECE_BYTES) {
                channel.write(piece.clear().limit((int) Math.min(PIECE_BYTES, left)));
            }
            channel.force(true);
        }
    }
}
