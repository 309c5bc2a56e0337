package consort.bench.rounds;

import consort.bench.pool.CoordinatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one side holds.
 *
 * @param heapBytes after a collection
 * @param handles files, sockets and pipes that are open
 * @param growingBytes of files that grow with the work: the coordinator's ledger, or the workers' receipts
 * @param otherBytes of all other files
 */
record Held(long heapBytes, int handles, int threads, long growingBytes, long otherBytes) {

    private static final Path SELF = Path.of("/proc/self");

    static Held by(CoordinatorProcess coordinator, Path folder) throws IOException, InterruptedException {
        FolderBytes files = FolderBytes.of(folder, "ledger");
        return new Held(coordinator.liveHeapBytes(), coordinator.handles(), coordinator.threads(), files.part(), files.other());
    }

    /** What the workers in this process hold, and it beside them. */
    static Held byWorkers(List<Path> folders) throws IOException {
        FolderBytes files = new FolderBytes(0, 0);
        for (Path folder : folders) {
            files = files.plus(FolderBytes.of(folder, "receipts"));
        }
        System.gc();
        Runtime own = Runtime.getRuntime();
        return new Held(own.totalMemory() - own.freeMemory(), entries("fd"), entries("task"), files.part(), files.other());
    }

    private static int entries(String folder) throws IOException {
        try (Stream<Path> all = Files.list(SELF.resolve(folder))) {
            return (int) all.count();
        }
    }
}
