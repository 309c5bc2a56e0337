package consort.ledger.audit;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.fold.EntryVerifier;
import consort.ledger.fold.Pages;
import consort.ledger.fold.Rule;
import consort.ledger.fold.RuleViolation;
import consort.ledger.fold.State;
import consort.ledger.log.PreparedVisitor;
import consort.ledger.note.UnverifiedNoteException;
import java.util.Optional;
import java.util.OptionalLong;

/** Folds entries into a state until one does not fit. Which one is kept; whether the tree fits is found out elsewhere. */
final class Folding implements PreparedVisitor<Readied> {

    private final State state;
    private final FolderDocuments documents;
    private final long size;
    private final Optional<ReceiptFolder> receipts;
    private final AuditListener listener;
    private final Readying readying = new Readying();
    private Optional<Evidence> violation = Optional.empty();
    private Optional<UnknownEntry> unknown = Optional.empty();
    private Optional<LogKeys> beyondUnknown = Optional.empty();

    /** An entry of a type that this program does not know. */
    record UnknownEntry(long index, String type) {
    }

    Folding(Pages pages, FolderDocuments documents, long size, Optional<ReceiptFolder> receipts, AuditListener listener) {
        this.state = new State(pages);
        this.documents = documents;
        this.size = size;
        this.receipts = receipts;
        this.listener = listener;
    }

    @Override
    public void entry(long index, byte[] bytes, Readied readied) {
        receipts.ifPresent(folder -> folder.seen(index, bytes));
        if (violation.isEmpty() && unknown.isEmpty()) {
            fold(index, readied);
        } else if (unknown.isPresent() && state.founded()) {
            follow(index, bytes);
        }
    }

    /** Nothing is judged here any more, but who may sign the checkpoint must be known. */
    private void follow(long index, byte[] bytes) {
        try {
            Entry entry = Entries.parse(index, bytes);
            if (entry.body() instanceof LogKey said && said.size() == index) {
                beyondUnknown = Optional.of(logKeys().after(entry));
            }
        } catch (UnverifiedNoteException | IllegalArgumentException notJudged) {
            return;
        }
    }

    /** What can be done before an entry is folded. */
    Readying readying() {
        return readying;
    }

    State state() {
        return state;
    }

    /** The log's keys; also by entries after one of an unknown type. */
    LogKeys logKeys() {
        return beyondUnknown.orElseGet(state::logKeys);
    }

    Optional<UnknownEntry> unknown() {
        return unknown;
    }

    /** The first entry that broke a rule. */
    Optional<Evidence> broken() {
        return violation;
    }

    /** The first entry that broke a rule, or that stands alone at the end though another must follow it. */
    Optional<Evidence> violation() {
        return violation.or(() -> unknown.isPresent() ? Optional.empty() : state.awaited().map(awaited -> new Evidence(
                Evidence.bundle(size - 1, size), OptionalLong.of(size), "type", Rule.ORDER.text(), awaited,
                "the end of the ledger")));
    }

    private void fold(long index, Readied readied) {
        try {
            Entry entry = readied.entry();
            verify(readied);
            state.apply(entry, documents);
            listener.applied(state, entry);
        } catch (UnknownEntryTypeException newer) {
            readying.stop();
            unknown = Optional.of(new UnknownEntry(index, newer.type()));
        } catch (MalformedEntryException malformed) {
            violate(Evidence.of(malformed, index, size));
        } catch (RuleViolation broken) {
            violate(documents.atFault(broken).orElseGet(() -> Evidence.of(broken, size)));
        }
    }

    /** Which key must have signed is known only now; the signature was looked at before, if it is one that signed here already. */
    private void verify(Readied readied) throws RuleViolation {
        if (readied.verified().isPresent()) {
            EntryVerifier.verify(state, readied.verified().get());
        } else {
            EntryVerifier.verify(state, readied.entry());
            readying.know(EntryVerifier.requiredKey(state, readied.entry()));
        }
    }

    private void violate(Evidence evidence) {
        readying.stop();
        violation = Optional.of(evidence);
    }
}
