package consort.bench.rounds;

import java.util.Locale;

/**
 * What everybody holds after so many rounds.
 *
 * @param rounds closed until then
 * @param residentBytes of the coordinator, and of no file
 * @param workers all of them together, as many as are there
 */
record Sample(long rounds, long residentBytes, Held coordinator, Held workers) {

    static final String HEADER = """
                            coordinator                                                  workers
            rounds  heap MB  resident MB  handles  threads  ledger MB  other MB    heap MB  handles  threads  receipts MB  other MB""";

    String row() {
        return String.format(Locale.ROOT, "%6d  %7.1f  %11.0f  %7d  %7d  %9.1f  %8.1f    %7.1f  %7d  %7d  %11.1f  %8.1f", rounds,
                megabytes(coordinator.heapBytes()), megabytes(residentBytes), coordinator.handles(), coordinator.threads(),
                megabytes(coordinator.growingBytes()), megabytes(coordinator.otherBytes()), megabytes(workers.heapBytes()), workers.handles(),
                workers.threads(), megabytes(workers.growingBytes()), megabytes(workers.otherBytes()));
    }

    private static double megabytes(long bytes) {
        return bytes / 1e6;
    }
}
