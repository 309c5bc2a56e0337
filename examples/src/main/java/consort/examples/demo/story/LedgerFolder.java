package consort.examples.demo.story;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.log.EntryBundle;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A ledger as a folder of files, read without verifying anything. */
public record LedgerFolder(Path folder) {

    /** How many entries the checkpoint commits to; 0 while there is no checkpoint. */
    public long size() throws IOException {
        return size(SignedCheckpoint.PATH);
    }

    /** How many entries the newest checkpoint with enough cosignatures commits to; 0 while there is none. */
    public long witnessedSize() throws IOException {
        return size(SignedCheckpoint.WITNESSED);
    }

    private long size(String name) throws IOException {
        Path checkpoint = folder.resolve(name);
        return Files.exists(checkpoint) ? SignedCheckpoint.parse(Files.readAllBytes(checkpoint)).checkpoint().size() : 0;
    }

    /** The stored entries that the checkpoint commits to. */
    public List<byte[]> storedEntries() throws IOException {
        long size = size();
        List<byte[]> entries = new ArrayList<>();
        for (long first = 0; first < size; first += TilePath.FULL) {
            entries.addAll(bundle(bundleAt(first, size)));
        }
        return entries;
    }

    /** While the log grows, a partial bundle may have given way to the full one since the checkpoint was read. */
    private List<byte[]> bundle(TilePath bundle) throws IOException {
        Path file = folder.resolve(bundle.path());
        Path present = Files.exists(file) ? file : folder.resolve(bundle.full().path());
        return EntryBundle.decode(Files.readAllBytes(present)).subList(0, bundle.width());
    }

    /** The bundle that begins with entry {@code first} in a log of {@code size}. */
    public static TilePath bundleAt(long first, long size) {
        return new TilePath(TilePath.ENTRIES, first / TilePath.FULL, (int) Math.min(TilePath.FULL, size - first));
    }

    /** The entries, parsed. */
    public List<Entry> entries() throws IOException {
        List<byte[]> stored = storedEntries();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            entries.add(Entries.parse(i, stored.get(i)));
        }
        return entries;
    }

    /** What the entries tell. */
    public Story story() throws IOException {
        return Story.of(entries().stream().map(Entry::body).toList());
    }

    /** How many bytes all files have. */
    public long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
