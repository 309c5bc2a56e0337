package consort.ledger.audit;

import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Entries;
import consort.ledger.fold.RuleViolation;
import consort.ledger.fold.State;
import consort.ledger.log.LogReader;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.nio.file.Path;

/** As a program, {@code StateBytes FOLDER}: how much heap the state of a ledger takes, for each entry. */
public final class StateBytes {

    private StateBytes() {
    }

    public static void main(String[] arguments) throws IOException {
        State state = new State();
        long before = usedBytes();
        long start = System.nanoTime();
        TileSource source = TileSource.of(new FileDisk(Path.of(arguments[0])));
        LogReader reader = new LogReader(source);
        FolderDocuments documents = new FolderDocuments(source);
        reader.verify(reader.checkpoint().checkpoint(), (index, entry) -> {
            try {
                state.apply(Entries.parse(index, entry), documents);
            } catch (RuleViolation broken) {
                throw new IllegalStateException(broken);
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        long taken = usedBytes() - before;
        System.out.printf("%,d entries, %,d bytes, %.1f bytes each; folded in %.1f s%n", state.size(), taken, (double) taken / state.size(),
                seconds);
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
