package consort.ledger.log;

import consort.ledger.disk.Disk;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What the tests of this package share: a key, and entries that say which they are. */
final class Logs {

    static final SignerKey KEY = SignerKey.fromSeed("example.org/log", new byte[SignerKey.SEED_BYTES]);

    private Logs() {
    }

    /** The entry at an index; its length varies and is the same each time. */
    static byte[] entry(long index) {
        return ("entry " + index + " " + "x".repeat(new SplittableRandom(index).nextInt(40)))
                .getBytes(StandardCharsets.UTF_8);
    }

    static List<byte[]> entries(long from, long to) {
        List<byte[]> entries = new ArrayList<>();
        for (long i = from; i < to; i++) {
            entries.add(entry(i));
        }
        return entries;
    }

    static LogStore open(Disk disk) throws IOException {
        return LogStore.open(disk, KEY.verifierKey(), 2_000);
    }

    /** A log on the disk, published at each of these sizes in turn. */
    static void write(Disk disk, long... sizes) throws IOException {
        try (LogStore store = open(disk)) {
            for (long size : sizes) {
                store.append(entries(store.size(), size));
                store.publish(KEY);
            }
        }
    }

    /** Every file of a disk. */
    static List<String> files(Disk disk, String folder) throws IOException {
        List<String> files = new ArrayList<>();
        for (String name : disk.list(folder)) {
            String path = folder.isEmpty() ? name : folder + "/" + name;
            if (name.endsWith("/")) {
                files.addAll(files(disk, path.substring(0, path.length() - 1)));
            } else {
                files.add(path);
            }
        }
        return files;
    }
}
