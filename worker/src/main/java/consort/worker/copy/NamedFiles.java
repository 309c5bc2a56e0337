package consort.worker.copy;

import consort.ledger.entry.Body;
import consort.ledger.entry.Charter;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyFile;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeyScan;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.NamedDocuments;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.log.EntryVisitor;
import consort.ledger.note.UnverifiedNoteException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects what stands beside the log by its entries: documents and keys; and the log's own keys. Entries it cannot read are the
 * auditor's to report.
 */
final class NamedFiles implements EntryVisitor {

    private final Set<String> digests = new LinkedHashSet<>();
    private final Map<String, KeyFile> keys = new LinkedHashMap<>();
    private final LogKeyScan logKeys = new LogKeyScan();
    private final Set<String> witnessKeys = new LinkedHashSet<>();
    private Optional<String> charter = Optional.empty();
    private boolean replaced;

    @Override
    public void entry(long index, byte[] entry) {
        logKeys.entry(index, entry);
        try {
            Body body = Entries.parse(index, entry).body();
            digests.addAll(NamedDocuments.of(body));
            KeyFile.of(body).ifPresent(key -> keys.put(key.name(), key));
            if (body instanceof Key key && key.purpose() == Key.Purpose.WITNESS) {
                witnessKeys.add(key.key());
            }
            if (body instanceof Charter founding) {
                charter = Optional.of(founding.charter());
            }
            replaced |= body instanceof LogKey;
        } catch (MalformedEntryException | UnknownEntryTypeException unread) {
            return;
        }
    }

    /** Of documents. */
    Set<String> digests() {
        return digests;
    }

    /** All that witnesses have, or had. */
    Set<String> witnessKeys() {
        return witnessKeys;
    }

    /** The digest of the charter; empty when no entry can be read as one. */
    Optional<String> charter() {
        return charter;
    }

    /** The last of each name. */
    Collection<KeyFile> keys() {
        return keys.values();
    }

    /**
     * The log's keys by these entries; empty when they name none.
     *
     * @throws UnverifiedNoteException when they name keys that do not lead from one to the next
     */
    Optional<LogKeys> logKeys() throws UnverifiedNoteException {
        try {
            return Optional.of(logKeys.keys());
        } catch (UnverifiedNoteException unfit) {
            if (replaced) {
                throw unfit;
            }
            return Optional.empty();
        }
    }
}
