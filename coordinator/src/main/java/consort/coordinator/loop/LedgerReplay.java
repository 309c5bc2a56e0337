package consort.coordinator.loop;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.LogKeys.Rotation;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.fold.Documents;
import consort.ledger.fold.Pages;
import consort.ledger.fold.RuleViolation;
import consort.ledger.fold.State;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.util.function.Consumer;

/** Folds a log as its coordinator finds it, and holds its keys against its tree. */
public final class LedgerReplay {

    private LedgerReplay() {
    }

    /** As {@link #of(LogStore, Documents, Pages, Consumer)}, on the heap, when nobody listens. */
    public static State of(LogStore log, Documents documents) throws IOException {
        return of(log, documents, Pages.HEAP, entry -> { });
    }

    /**
     * The state after all entries.
     *
     * @param memory where the state keeps what grows with every entry
     * @param applied hears of each entry
     * @throws LogDamagedException when an entry breaks a rule, or the keys do not fit
     */
    static State of(LogStore log, Documents documents, Pages memory, Consumer<Entry> applied) throws IOException {
        if (log.size() == 0) {
            throw new IOException("the ledger is empty: found it first");
        }
        State state = new State(memory);
        // Signatures were verified before each entry was appended; the replay verifies that these are the same entries.
        log.replay((index, bytes) -> applied.accept(apply(state, index, bytes, documents)));
        requireKeys(log, state);
        return state;
    }

    /**
     * The state under a checkpoint, read beside a coordinator that may be running.
     *
     * @throws LogDamagedException when an entry does not stand in its tree or breaks a rule, or the ledger's keys did not sign it
     */
    public static State published(LogReader log, SignedCheckpoint checkpoint, Documents documents) throws IOException {
        State state = new State();
        log.verify(checkpoint.checkpoint(), (index, bytes) -> apply(state, index, bytes, documents));
        requireSigned(checkpoint, state);
        return state;
    }

    private static Entry apply(State state, long index, byte[] bytes, Documents documents) throws LogDamagedException {
        try {
            Entry entry = Entries.parse(index, bytes);
            state.apply(entry, documents);
            return entry;
        } catch (UnknownEntryTypeException newer) {
            throw new LogDamagedException(Kind.OTHER_VERSION, "ledger", index, newer.getMessage());
        } catch (RuleViolation | IllegalArgumentException e) {
            throw new LogDamagedException(Kind.DIFFERENT, "ledger", index, e.getMessage());
        }
    }

    private static void requireSigned(SignedCheckpoint checkpoint, State state) throws LogDamagedException {
        try {
            checkpoint.verify(state.logKeys());
        } catch (UnverifiedNoteException unsigned) {
            throw new LogDamagedException(Kind.UNSIGNED, SignedCheckpoint.PATH, unsigned.getMessage());
        }
    }

    private static void requireKeys(LogStore log, State state) throws IOException {
        for (Rotation rotation : state.logKeys().rotations()) {
            String root = log.root(rotation.index()).hex();
            if (!root.equals(rotation.root())) {
                throw new LogDamagedException(Kind.DIFFERENT, "ledger", rotation.index(), "names the log key " + rotation.key()
                        + " and says that the entries before it have the root " + rotation.root() + "; they have " + root);
            }
        }
        if (log.published().isPresent()) {
            requireSigned(log.published().get(), state);
        }
    }
}
