package consort.examples.demo.forgery;

import consort.examples.data.Folders;
import consort.examples.demo.story.LedgerFolder;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.PeriodClose;
import consort.ledger.log.EntryBundle;
import consort.ledger.log.LogStore;
import consort.ledger.log.TilePath;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes one cent of a bill, in a copy of the ledger's folder: the first member's net, in the last period close.
 */
public final class Forgery {

    private Forgery() {}

    /**
     * A forged copy.
     *
     * @param entry  the index of the bill
     * @param member whose net is wrong
     */
    public record Forged(Path folder, long entry, String member) {}

    /**
     * What somebody without any key can do: overwrite the figure in the file. Signature and hashes no longer fit.
     */
    public static Forged edited(Path ledger, Path copy) throws IOException {
        copyTree(ledger, copy);
        LedgerFolder folder = new LedgerFolder(copy);
        List<byte[]> stored = folder.storedEntries();
        int index = lastPeriodClose(folder.entries());
        stored.set(index, withOneCentMore(stored.get(index)));
        TilePath bundle = LedgerFolder.bundleAt(index - index % TilePath.FULL, stored.size());
        int first = Math.toIntExact(bundle.index() * TilePath.FULL);
        Files.write(copy.resolve(bundle.path()), EntryBundle.encode(stored.subList(first, first + bundle.width())));
        return forged(copy, index, (PeriodClose) folder.entries().get(index).body());
    }

    /**
     * What a dishonest operator can do: change the figure, sign the entry again with the log's own key, and derive all
     * hashes and the checkpoint anew. Every signature and every hash fits; only the sum does not.
     */
    public static Forged signedAgain(Path ledger, Path copy, SignerKey logKey) throws IOException {
        copyTree(ledger, copy);
        LedgerFolder folder = new LedgerFolder(copy);
        List<Entry> entries = folder.entries();
        int index = lastPeriodClose(entries);
        List<byte[]> stored = new ArrayList<>(folder.storedEntries());
        stored.set(index, Entries.sign(entries.get(index).domain(),
                withOneCentMore((PeriodClose) entries.get(index).body()), logKey));
        Folders.deleteTree(copy.resolve("tile"));
        Files.delete(copy.resolve("checkpoint"));
        Path fresh = Files.createTempDirectory(copy.toAbsolutePath().getParent(), "forged-");
        try (LogStore store = LogStore.open(new FileDisk(fresh), logKey.verifierKey())) {
            store.append(stored);
            store.publish(logKey);
        }
        Files.move(fresh.resolve("tile"), copy.resolve("tile"));
        Files.move(fresh.resolve("checkpoint"), copy.resolve("checkpoint"));
        Folders.deleteTree(fresh);
        return forged(copy, index, (PeriodClose) entries.get(index).body());
    }

    private static Forged forged(Path copy, int index, PeriodClose bill) {
        return new Forged(copy, index, bill.members().getFirst().organization());
    }

    private static int lastPeriodClose(List<Entry> entries) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).body() instanceof PeriodClose) {
                return i;
            }
        }
        throw new IllegalArgumentException("the ledger has no bill to forge");
    }

    /** In the text of the entry, as an editor would. */
    private static byte[] withOneCentMore(byte[] stored) {
        PeriodClose bill = (PeriodClose) Entries.parse(stored).body();
        String before = "\"netMinor\":" + bill.members().getFirst().netMinor();
        String after = "\"netMinor\":" + (bill.members().getFirst().netMinor() + 1);
        String text = new String(stored, StandardCharsets.UTF_8);
        int at = text.indexOf(before);
        return (text.substring(0, at) + after + text.substring(at + before.length())).getBytes(StandardCharsets.UTF_8);
    }

    private static PeriodClose withOneCentMore(PeriodClose bill) {
        List<PeriodClose.Line> members = new ArrayList<>(bill.members());
        PeriodClose.Line first = members.getFirst();
        members.set(0, new PeriodClose.Line(first.organization(), first.ngpuMillis(), first.creditMinor(),
                first.externalMinor(), first.shareMinor(), first.netMinor() + 1));
        return new PeriodClose(bill.timeMillis(), bill.period(), bill.fromIndex(), bill.currency(),
                bill.rateMinorPerHour(), bill.poolMinor(), members, bill.transfers());
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
