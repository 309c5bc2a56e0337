package consort.worker.confidential;

import consort.ledger.confidential.ConfidentialStore;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Commitments;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Limits;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.Opening;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.entry.UsageClaim;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** {@link Confiding} with a store in a worker's folder. The caller holds the folder's lock. */
public final class SiteConfidences implements Confiding {

    private final ConfidentialStore store;
    private final SiteFacts facts;
    private final Supplier<byte[]> salts;

    /** @param salts a fresh one of {@link Opening#SALT_BYTES} bytes at each call, from a source that nobody can foresee */
    public SiteConfidences(ConfidentialStore store, SiteFacts facts, Supplier<byte[]> salts) {
        this.store = store;
        this.facts = facts;
        this.salts = salts;
    }

    /** The store of a worker's folder on this machine, without what entries left that never came about. */
    public static ConfidentialStore open(Path folder) throws IOException {
        FileDisk disk = FileDisk.ofOwner(folder);
        disk.clearTemporaries("confidential");
        return open(disk);
    }

    /** The same on any disk. */
    public static ConfidentialStore open(Disk disk) throws IOException {
        ConfidentialStore store = ConfidentialStore.open(disk);
        for (String name : store.names()) {
            if (!isOfAnEntry(disk, name, store)) {
                store.drop(name);
            }
        }
        return store;
    }

    @Override
    public Commitments commit(long seq, String data) throws IOException {
        List<Opening> openings = facts.of(data).entrySet().stream()
                .map(fact -> Opening.of(fact.getKey(), salts.get(), fact.getValue())).toList();
        return !openings.isEmpty() && store.keep(Long.toString(seq), openings) ? Opening.commitments(openings) : Commitments.NONE;
    }

    /**
     * One that has a receipt, or that waits for one and commits to something. An earlier entry may have had its seq and been refused;
     * but what does not open what waits may as well have rotted, as may the entry, and of neither is there another.
     */
    private static boolean isOfAnEntry(Disk disk, String seq, ConfidentialStore store) throws IOException {
        if (disk.exists("receipts/" + seq)) {
            return true;
        }
        return disk.exists("outbox/" + seq)
                && (commits(disk.readAll("outbox/" + seq, Limits.MAX_ENTRY_BYTES)) || store.read(seq).openings().isEmpty());
    }

    /** Whether an entry commits to anything, as far as one can see: one that is damaged may. */
    private static boolean commits(byte[] entry) {
        try {
            return switch (Entries.parse(entry).body()) {
                case UsageClaim claim -> !claim.priv().isEmpty();
                case Benchmark benchmark -> !benchmark.priv().isEmpty();
                default -> false;
            };
        } catch (MalformedEntryException | UnknownEntryTypeException damaged) {
            return true;
        }
    }
}
