package consort.simulator.check;

import consort.coordinator.core.Reply;
import consort.ledger.disk.Disk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Receipt;
import consort.ledger.entry.Receipts;
import consort.ledger.fold.Documents;
import consort.ledger.fold.EntryVerifier;
import consort.ledger.fold.RuleViolation;
import consort.ledger.fold.State;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import consort.simulator.ViolationException;
import consort.simulator.time.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Remembers, outside of every machine that can die, what the coordinator has promised: entries that were acknowledged,
 * checkpoints that were published, receipts that were handed out. Compares with that what it finds after every event.
 */
public final class LedgerWatch {

    private final VerifierKey logKey;
    private final Documents documents;
    private final EntryWatch entries;
    private final RetentionWatch retention;
    private final List<Consumer<Entry>> listeners = new ArrayList<>();
    private final List<byte[]> acknowledged = new ArrayList<>();
    private final List<SignedCheckpoint> checkpoints = new ArrayList<>();
    private final Map<Long, Hash> receipted = new TreeMap<>();
    private final List<byte[]> receipts = new ArrayList<>();
    private final State shadow = new State();
    /** Of the entries below the newest checkpoint. */
    private final CompactTree tree = new CompactTree();
    private final Trace trace;

    /**
     * @param documents as they can be read now
     * @param frozen reads models as they are stored now
     * @param retention says which blobs have to be stored
     * @param trace is told of each entry
     */
    public LedgerWatch(VerifierKey logKey, Documents documents, FrozenTensors frozen, RetentionWatch retention,
            Trace trace) {
        this.trace = trace;
        this.logKey = logKey;
        this.documents = documents;
        this.entries = new EntryWatch(documents, frozen);
        this.retention = retention;
    }

    public EntryWatch entries() {
        return entries;
    }

    /** Lets somebody else see each entry as well, once it is acknowledged. */
    public void tell(Consumer<Entry> listener) {
        listeners.add(listener);
    }

    /** How many entries were acknowledged. */
    public long size() {
        return acknowledged.size();
    }

    public List<SignedCheckpoint> checkpoints() {
        return checkpoints;
    }

    /** Whether the newest checkpoint has all entries. */
    public boolean allPublished() {
        return !checkpoints.isEmpty() && checkpoints.getLast().checkpoint().size() == acknowledged.size();
    }

    /** A process recovered the log: everything acknowledged before must be there, in its place. */
    public void recovered(LogStore log, State state) throws IOException {
        require(log.size() >= acknowledged.size(), "the log was recovered with " + log.size() + " entries; "
                + acknowledged.size() + " were acknowledged");
        for (int i = 0; i < acknowledged.size(); i++) {
            require(Arrays.equals(log.entry(i), acknowledged.get(i)), "entry " + i + " was recovered with other bytes");
        }
        for (Map.Entry<Long, Hash> receipt : receipted.entrySet()) {
            require(TreeHash.leaf(log.entry(receipt.getKey())).equals(receipt.getValue()),
                    "a receipt names another leaf than the recovered entry " + receipt.getKey());
        }
        committed(log, state);
    }

    /** Entries were appended, and the process is about to act upon them. */
    public void committed(LogStore log, State state) throws IOException {
        boolean grew = log.size() > acknowledged.size();
        while (acknowledged.size() < log.size()) {
            int index = acknowledged.size();
            byte[] bytes = log.entry(index);
            Entry entry = Entries.parse(index, bytes);
            fold(entry);
            entries.entry(entry);
            retention.entry(entry);
            listeners.forEach(listener -> listener.accept(entry));
            acknowledged.add(bytes);
            trace.add(Arrays.hashCode(bytes));
        }
        if (grew) {
            require(state.stateDigest().equals(shadow.stateDigest()),
                    "the coordinator's state is not that of its " + acknowledged.size() + " entries");
        }
        published(log);
    }

    private void fold(Entry entry) {
        try {
            EntryVerifier.verify(shadow, entry);
            shadow.apply(entry, documents);
        } catch (RuleViolation broken) {
            throw new ViolationException("an entry was acknowledged that breaks a rule: " + broken.getMessage(), broken);
        }
    }

    /** Something may have been deleted: what has to be stored still is. */
    public void stored(Disk coordinator) throws IOException {
        retention.requireKept(coordinator);
    }

    /** A checkpoint stands, or another one, or the same with more signatures. */
    public void published(LogStore log) throws IOException {
        if (log.published().isEmpty()) {
            require(checkpoints.isEmpty(), "a checkpoint was published and there is none now");
            return;
        }
        SignedCheckpoint next = log.published().get();
        if (!checkpoints.isEmpty() && Arrays.equals(checkpoints.getLast().bytes(), next.bytes())) {
            return;
        }
        require(next.checkpoint().size() <= acknowledged.size(), "a checkpoint was published before its entries were durable");
        try {
            next.verify(logKey);
        } catch (UnverifiedNoteException unsigned) {
            throw new ViolationException("the published checkpoint is not signed: " + unsigned.getMessage(), unsigned);
        }
        long size = next.checkpoint().size();
        require(size >= tree.size(), "checkpoints shrink from " + tree.size() + " to " + size);
        while (tree.size() < size) {
            tree.append(TreeHash.leaf(acknowledged.get(Math.toIntExact(tree.size()))));
        }
        require(tree.root().equals(next.checkpoint().root()), "the checkpoint of size " + size
                + " has another root than the entries that were acknowledged");
        checkpoints.add(next);
    }

    /** A receipt leaves the coordinator. */
    public void receipt(byte[] note) {
        receipts.add(note);
        try {
            for (Receipt.Receipted entry : Receipts.verify(note, logKey).entries()) {
                require(entry.index() < acknowledged.size(),
                        "a receipt names entry " + entry.index() + ", which is not durable");
                require(TreeHash.leaf(acknowledged.get((int) entry.index())).equals(entry.leafHash()),
                        "a receipt names another leaf than entry " + entry.index());
                receipted.put(entry.index(), entry.leafHash());
            }
        } catch (UnverifiedNoteException unsigned) {
            throw new ViolationException("a receipt does not verify: " + unsigned.getMessage(), unsigned);
        }
    }

    /** A reply leaves the coordinator, which may hold a receipt. */
    public Reply answered(Reply reply) {
        switch (reply) {
            case Reply.Receipt receipt -> receipt(receipt.note());
            case Reply.Enrolled enrolled -> receipt(enrolled.receipt());
            default -> { }
        }
        return reply;
    }

    /** A model leaves the coordinator. */
    public void served(String model) {
        long published = checkpoints.isEmpty() ? 0 : checkpoints.getLast().checkpoint().size();
        require(entries.boundAt(model).filter(index -> index < published).isPresent(),
                "model " + model + " is served, and no entry below checkpoint " + published + " binds it");
    }

    /** All receipts that were ever handed out. */
    public List<byte[]> receipts() {
        return receipts;
    }

    /** The leaf that a receipt names for an entry, for all that were handed out. */
    public Map<Long, Hash> receipted() {
        return receipted;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ViolationException(otherwise);
        }
    }
}
