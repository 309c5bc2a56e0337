package consort.bench.rounds;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** What the coordinator's threads did, by the stacks that a flight recording sampled. */
final class Profile {

    private static final int MOST_FRAMES = 256;
    private static final Pattern NUMBERS = Pattern.compile("[-0-9]+$");
    private static final List<String> SAMPLES = List.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
    private static final String SYNC = "jdk.FileForce";

    /** What a stack is busy with, by its innermost frame of a kind. */
    enum Work {
        /** Moving a blob between socket and file, and hashing it as it goes. */
        TRANSFER("consort.coordinator.blobs.", "consort.proto.wire.", "consort.coordinator.rpc.Upload", "consort.coordinator.rpc.Download",
                "consort.coordinator.rpc.BlobsService"),
        /** Sync, hashing, signing, verifying and folding of entries. */
        LEDGER("consort.ledger.", "consort.coordinator.loop.", "consort.coordinator.core.", "consort.coordinator.rpc.ClaimSignatures"),
        /** Checks and sums. */
        MODEL("consort.model."),
        /** TLS, HTTP/2 and messages. */
        NETWORK("io.netty.", "io.grpc."),
        OTHER;

        private final List<String> prefixes;

        Work(String... prefixes) {
            this.prefixes = List.of(prefixes);
        }

        private boolean has(String type) {
            return prefixes.stream().anyMatch(type::startsWith);
        }

        static Work of(List<String> types) {
            for (String type : types) {
                for (Work work : values()) {
                    if (work.has(type)) {
                        return work;
                    }
                }
            }
            return OTHER;
        }
    }

    /** Of one kind of threads. */
    private static final class Threads {
        private final Map<Work, Integer> samples = new TreeMap<>();
        private int ledgerWithinTransfer;
        private int ledgerSyncs;
    }

    private final Map<String, Threads> kinds = new TreeMap<>();
    private final String ledgerFolder;

    private Profile(String ledgerFolder) {
        this.ledgerFolder = ledgerFolder;
    }

    /** @param ledger the folder whose files' syncs are the ledger's */
    static Profile read(Path recording, Path ledger) throws IOException {
        Profile profile = new Profile(ledger.toAbsolutePath().normalize().toString());
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                profile.take(events.readEvent());
            }
        }
        return profile;
    }

    private void take(RecordedEvent event) {
        String name = event.getEventType().getName();
        if (SAMPLES.contains(name) && event.getStackTrace() != null) {
            Threads threads = of(event.getThread("sampledThread"));
            List<String> types = event.getStackTrace().getFrames().stream().limit(MOST_FRAMES).map(RecordedFrame::getMethod)
                    .map(RecordedMethod::getType).map(type -> type.getName()).toList();
            threads.samples.merge(Work.of(types), 1, Integer::sum);
            boolean transfers = types.stream().anyMatch(Work.TRANSFER::has);
            // A blob's files are on the same port as the ledger's.
            if (transfers && types.stream().anyMatch(type -> Work.LEDGER.has(type) && !type.startsWith("consort.ledger.disk."))) {
                threads.ledgerWithinTransfer++;
            }
        } else if (name.equals(SYNC) && String.valueOf(event.getString("path")).startsWith(ledgerFolder)) {
            of(event.getThread()).ledgerSyncs++;
        }
    }

    private Threads of(RecordedThread thread) {
        String name = thread == null || thread.getJavaName() == null ? "of the JVM" : thread.getJavaName();
        return kinds.computeIfAbsent(NUMBERS.matcher(name).replaceAll(""), ignored -> new Threads());
    }

    /** A line for each kind of threads, after a header. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        rows.add("%-22s %9s %8s %8s %8s %8s %13s".formatted("threads", "transfer", "network", "ledger", "model", "other", "ledger syncs"));
        kinds.forEach((name, threads) -> rows.add("%-22s %9d %8d %8d %8d %8d %13d".formatted(name, count(threads, Work.TRANSFER),
                count(threads, Work.NETWORK), count(threads, Work.LEDGER), count(threads, Work.MODEL), count(threads, Work.OTHER),
                threads.ledgerSyncs)));
        return rows;
    }

    private static int count(Threads threads, Work work) {
        return threads.samples.getOrDefault(work, 0);
    }

    /** Samples of ledger work within a transfer's own stack. */
    int ledgerWithinTransfers() {
        return kinds.values().stream().mapToInt(threads -> threads.ledgerWithinTransfer).sum();
    }

    /** Samples of transfers, wherever. */
    int transfers() {
        return kinds.values().stream().mapToInt(threads -> count(threads, Work.TRANSFER)).sum();
    }

    /** Of the threads that moved bytes, the share of samples that were ledger work; from 0 to 1. */
    double ledgerShareOfTransferThreads() {
        int ledger = 0;
        int all = 0;
        for (Threads threads : kinds.values()) {
            if (count(threads, Work.TRANSFER) + count(threads, Work.NETWORK) > 0) {
                ledger += count(threads, Work.LEDGER);
                all += threads.samples.values().stream().mapToInt(Integer::intValue).sum();
            }
        }
        return all == 0 ? 0 : (double) ledger / all;
    }

    /** Syncs of the ledger on threads that moved bytes. */
    int syncsOnTransferThreads() {
        return kinds.values().stream().filter(threads -> count(threads, Work.TRANSFER) > 0).mapToInt(threads -> threads.ledgerSyncs).sum();
    }
}
