package consort.ledger.audit;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.KeyFile;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.NamedDocuments;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.note.MalformedNoteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Finds the entry that a file beside the log goes back to, by the fields in which entries name such files: what people may write freely
 * says nothing. Reads entries again, so it is for a ledger that was found altered; where that fails, no entry is named, for what was found
 * stands all the same.
 */
final class Naming {

    /** Of {@code key} and of {@code logKey}. */
    private static final String KEY_FIELD = "ey\":\"";

    private final LogReader ledger;
    private final Checkpoint tree;
    private final long judged;

    /** A file of {@code keys/}, and the entry that admits its key. */
    record Source(long entry, KeyFile file) {
    }

    /** @param judged the entries after this one are not looked at, for nobody held them against rules */
    Naming(LogReader ledger, Checkpoint tree, long judged) {
        this.ledger = ledger;
        this.tree = tree;
        this.judged = judged;
    }

    /** The first entry that names a document. */
    OptionalLong ofDocument(String digest) {
        long[] first = {-1};
        each(digest, entry -> {
            if (first[0] < 0 && NamedDocuments.of(entry.body()).contains(digest)) {
                first[0] = entry.index();
            }
        });
        return first[0] < 0 ? OptionalLong.empty() : OptionalLong.of(first[0]);
    }

    /** The last entry whose key a file of {@code keys/} is to hold. */
    Optional<Source> ofKey(String path) {
        Source[] last = {null};
        each(KEY_FIELD, entry -> KeyFile.of(entry.body()).filter(file -> file.path().equals(path))
                .ifPresent(file -> last[0] = new Source(entry.index(), file)));
        return Optional.ofNullable(last[0]);
    }

    /** @param part of the text of the entries to look at, which spares reading the others */
    private void each(String part, Consumer<Entry> visitor) {
        try {
            ledger.verify(tree, (index, bytes) -> {
                if (index <= judged && new String(bytes, StandardCharsets.UTF_8).contains(part)) {
                    parsed(index, bytes).ifPresent(visitor);
                }
            });
        } catch (IOException namesNone) {
            return;
        }
    }

    private static Optional<Entry> parsed(long index, byte[] bytes) {
        try {
            return Optional.of(Entries.parse(index, bytes));
        } catch (UnknownEntryTypeException | MalformedEntryException | MalformedNoteException namesNothing) {
            return Optional.empty();
        }
    }
}
