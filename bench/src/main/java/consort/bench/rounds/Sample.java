package consort.bench.rounds;

import consort.bench.pool.CoordinatorProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

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
        FolderBytes files = FolderBytes.of(folder);
        return new Sample(rounds, coordinator.liveHeapBytes(), coordinator.anonymousBytes(), coordinator.handles(), coordinator.threads(),
                files.ledger(), files.other());
    }

    String row() {
        return String.format(Locale.ROOT, "%6d   %7.1f  %11.0f  %7d  %7d  %9.1f  %14.1f", rounds, heapBytes / 1e6, residentBytes / 1e6,
                handles, threads, ledgerBytes / 1e6, otherBytes / 1e6);
    }
}
