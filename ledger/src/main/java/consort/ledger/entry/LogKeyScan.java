package consort.ledger.entry;

import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds the log's keys in its entries, for who copies a log and does not fold it: which keys there are decides who may have
 * signed its checkpoint. Each entry that names a key is verified, with the size and the root that it states. For one thread.
 */
public final class LogKeyScan {

    private static final String LINE = "/" + EntryType.LOG_KEY.text() + "/v";
    /** Longer than any line 1. */
    private static final int MAX_LINE = 320;

    private final CompactTree tree = new CompactTree();
    private Optional<LogKeys> keys = Optional.empty();
    private Optional<String> problem = Optional.of("there is no charter");

    /** Takes all entries, in order. */
    public void entry(long index, byte[] bytes) {
        if (index == 0 || problem.isEmpty() && namesLogKey(bytes)) {
            problem = look(index, bytes);
        }
        tree.append(TreeHash.leaf(bytes));
    }

    /**
     * All keys that the entries name.
     *
     * @throws UnverifiedNoteException when the first entry is no charter, or keys do not lead from one to the next
     */
    public LogKeys keys() throws UnverifiedNoteException {
        if (problem.isPresent()) {
            throw new UnverifiedNoteException(problem.get());
        }
        return keys.orElseThrow();
    }

    private static boolean namesLogKey(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, MAX_LINE), StandardCharsets.ISO_8859_1);
        int end = head.indexOf('\n');
        return end >= 0 && head.substring(0, end).contains(LINE);
    }

    private Optional<String> look(long index, byte[] bytes) {
        try {
            Entry entry = Entries.parse(index, bytes);
            keys = Optional.of(keys.isEmpty() ? first(entry) : next(keys.get(), entry));
            return Optional.empty();
        } catch (UnverifiedNoteException | UnknownEntryTypeException | MalformedEntryException | MalformedNoteException unfit) {
            return Optional.of("entry " + index + ": " + unfit.getMessage());
        }
    }

    private static LogKeys first(Entry entry) throws UnverifiedNoteException {
        if (!(entry.body() instanceof Charter charter)) {
            throw new UnverifiedNoteException("not a charter: " + entry.type().text());
        }
        VerifierKey key = VerifierKey.parse(charter.logKey());
        if (!entry.isSignedBy(key)) {
            throw new UnverifiedNoteException("the charter is not signed by the log key that it names");
        }
        return LogKeys.of(key);
    }

    private LogKeys next(LogKeys before, Entry entry) throws UnverifiedNoteException {
        LogKeys longer = before.after(entry);
        LogKeys.Rotation last = longer.rotations().getLast();
        if (last.index() != entry.index() || !last.root().equals(tree.root().hex())) {
            throw new UnverifiedNoteException("the entry that names the log key " + last.key() + " says that " + last.index()
                    + " entries with root " + last.root() + " stand before it; here stand " + entry.index() + ", with root "
                    + tree.root());
        }
        return longer;
    }
}
