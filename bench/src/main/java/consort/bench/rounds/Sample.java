package consort.bench.rounds;

import consort.bench.pool.CoordinatorProcess;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the coordinator holds.
 *
 * @param rounds closed until then
 * @param heapBytes after a collection
 * @param residentBytes of no file
 * @param ledgerBytes on disk; grows with the work
 * @param otherBytes of the folder but the ledger
 */
record Sample(long rounds, long heapBytes, long residentBytes, int handles, int threads, long ledgerBytes, long otherBytes) {

    static final String HEADER = "rounds   heap MB  resident MB  handles  threads  ledger MB  other files MB";

    static Sample of(long rounds, CoordinatorProcess coordinator, Path folder) throws IOException, InterruptedException {
        long ledger = bytes(folder.resolve("ledger"));
        return new Sample(rounds, coordinator.liveHeapBytes(), coordinator.anonymousBytes(), coordinator.handles(), coordinator.threads(),
                ledger, bytes(folder) - ledger);
    }

    private static long bytes(Path folder) throws IOException {
        AtomicLong sum = new AtomicLong();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                // It was deleted meanwhile.
                return FileVisitResult.CONTINUE;
            }
        });
        return sum.get();
    }

    String row() {
        return String.format(Locale.ROOT, "%6d   %7.1f  %11.0f  %7d  %7d  %9.1f  %14.1f", rounds, heapBytes / 1e6, residentBytes / 1e6,
                handles, threads, ledgerBytes / 1e6, otherBytes / 1e6);
    }
}
