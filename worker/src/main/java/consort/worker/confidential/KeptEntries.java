package consort.worker.confidential;

import consort.ledger.confidential.Confidences;
import consort.ledger.confidential.ConfidentialStore;
import consort.ledger.disk.Disk;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.Receipts;
import consort.ledger.note.MalformedNoteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The openings in a worker's folder, by the ledger's index of the entry that each belongs to, which its receipt names. */
public final class KeptEntries {

    private final ConfidentialStore store;
    /** Names in the store by entry. */
    private final TreeMap<Long, String> names = new TreeMap<>();
    private final boolean outstanding;

    /** @param folder the worker's */
    public KeptEntries(Disk folder, ConfidentialStore store) throws IOException {
        this.store = store;
        boolean some = false;
        for (String name : store.names()) {
            Optional<Long> entry = folder.exists("receipts/" + name)
                    ? entry(folder.readAll("receipts/" + name, Receipts.MAX_BYTES)) : Optional.empty();
            entry.ifPresent(index -> names.put(index, name));
            some |= entry.isEmpty();
        }
        outstanding = some;
    }

    private static Optional<Long> entry(byte[] receipt) {
        try {
            return Optional.of(Receipts.parse(receipt).entries().getFirst().index());
        } catch (MalformedNoteException damaged) {
            return Optional.empty();
        }
    }

    /** Whether something is kept of an entry that has no receipt yet, and is in none of what follows. */
    public boolean outstanding() {
        return outstanding;
    }

    /** The entries of which something can be opened, ascending. */
    public List<Long> entries() throws IOException {
        List<Long> entries = new ArrayList<>();
        for (Long entry : names.keySet()) {
            if (!fields(entry).isEmpty()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** What can be opened of an entry. */
    public Set<PrivateField> fields(long entry) throws IOException {
        return read(entry).openings().stream().map(Opening::field)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(PrivateField.class)));
    }

    public Optional<Opening> opening(long entry, PrivateField field) throws IOException {
        return read(entry).opening(field);
    }

    /** Destroys openings of an entry, durably on return. */
    public void destroy(long entry, Set<PrivateField> fields) throws IOException {
        store.destroy(names.get(entry), fields);
    }

    /** What was destroyed and stands in no erasure yet, by entry. */
    public List<ErasedFields> unsaid() throws IOException {
        List<ErasedFields> unsaid = new ArrayList<>();
        for (Map.Entry<Long, String> kept : names.entrySet()) {
            Set<PrivateField> destroyed = store.read(kept.getValue()).destroyed();
            if (!destroyed.isEmpty()) {
                unsaid.add(new ErasedFields(kept.getKey(), destroyed));
            }
        }
        return unsaid;
    }

    /** The ledger says so now. */
    public void said(List<ErasedFields> erased) throws IOException {
        for (ErasedFields one : erased) {
            if (names.containsKey(one.entry())) {
                store.settle(names.get(one.entry()), one.fields());
            }
        }
    }

    private Confidences read(long entry) throws IOException {
        return names.containsKey(entry) ? store.read(names.get(entry)) : new Confidences(List.of(), Set.of());
    }
}
