package consort.bench.ledger;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.Usage;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.log.TlogProof;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledger-proof}. */
@Command(name = "ledger-proof", mixinStandardHelpOptions = true,
        description = "The time of one inclusion proof from the tiles of a large log, each of them verified.")
public final class ProofCommand implements Callable<Integer> {

    private static final int WARM_UP = 500;

    @Option(names = "--entries", defaultValue = "10000000", description = "of the log (default: ${DEFAULT-VALUE})")
    private long entries;

    @Option(names = "--proofs", defaultValue = "5000", description = "that count (default: ${DEFAULT-VALUE})")
    private int proofs;

    @Option(names = "--seed", defaultValue = "1", description = "which entries are proven (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "where the tiles are written (default: here)")
    private Path in;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, UnverifiedNoteException {
        SignerKey logKey = SignerKey.fromSeed("bench.example/bench", new byte[SignerKey.SEED_BYTES]);
        Random random = new Random(seed);
        List<Double> millis = new ArrayList<>();
        List<Double> bareMillis = new ArrayList<>();
        List<Double> tiles = new ArrayList<>();
        long heapBefore = 0;
        try (Scratch scratch = new Scratch(in)) {
            SignedCheckpoint checkpoint = HashTiles.write(scratch.of("log"), entries, logKey);
            for (int proof = -WARM_UP; proof < proofs; proof++) {
                long index = random.nextLong(entries);
                long start = System.nanoTime();
                // A reader of its own for each, as one command has.
                Set<String> read = new LinkedHashSet<>();
                TlogProof proven = new LogReader(noting(new FileDisk(scratch.of("log")), read)).proof(checkpoint, index);
                double took = (System.nanoTime() - start) / 1e6;
                proven.verify(HashTiles.leaf(index), logKey.verifierKey());
                start = System.nanoTime();
                for (String tile : read) {
                    HashTiles.readAndHash(scratch.of("log").resolve(tile));
                }
                if (proof >= 0) {
                    millis.add(took);
                    bareMillis.add((System.nanoTime() - start) / 1e6);
                    tiles.add((double) read.size());
                }
                if (proof == 0) {
                    heapBefore = Usage.liveHeapBytes();
                }
            }
        }
        print("a proof among %,d entries".formatted(entries), Figures.of(millis));
        print("reading and hashing the same tiles bare", Figures.of(bareMillis));
        spec.commandLine().getOut().printf(Locale.ROOT, "tiles of a proof: %s; heap after %,d proofs %.1f MiB, before them %.1f MiB%n",
                Figures.of(tiles).spread("tiles"), proofs, Usage.liveHeapBytes() / 1048576.0, heapBefore / 1048576.0);
        return 0;
    }

    private static TileSource noting(Disk disk, Set<String> read) {
        TileSource source = TileSource.of(disk);
        return (path, maxBytes) -> {
            read.add(path);
            return source.read(path, maxBytes);
        };
    }

    private void print(String what, Figures millis) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-40s median %.3f ms, p99 %.3f ms, greatest %.3f ms%n", what,
                millis.median(), millis.percentile(99), millis.percentile(100));
    }
}
