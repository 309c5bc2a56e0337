package consort.coordinator.loop;

import consort.coordinator.core.Decision;
import consort.coordinator.core.Decision.Proposed;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Reply;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.EntryType;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.VerifiedEntry;
import consort.ledger.fold.EntryVerifier;
import consort.ledger.fold.RuleViolation;
import consort.ledger.fold.State;
import consort.ledger.log.LogStore;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the entries of a batch: signs and applies them at once, writes them together. A decision's entries always go
 * into one append, so that a crash keeps all of them or none.
 */
final class Commit {

    /** One frame of the journal takes 4 MiB; a single decision is far smaller. */
    private static final int MAX_APPEND_BYTES = 2 << 20;

    /** Of which there are thousands while nobody comes or goes. */
    private static final Set<EntryType> WORK_OF_ROUNDS = EnumSet.of(EntryType.ROUND_OPENED, EntryType.LEASE, EntryType.USAGE_CLAIM,
            EntryType.OBSERVATION, EntryType.LEASE_ENDED, EntryType.ROUND_CLOSED);

    /** From so many entries of one decision on, it is worth waking other threads. */
    private static final int ON_ALL_CORES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Commit.class);

    private final State state;
    private final LogStore log;
    private final LedgerFolder folder;
    private final KeyExports exports;
    private final SignerKey logKey;
    private final List<byte[]> entries = new ArrayList<>();
    private final Map<String, byte[]> documents = new LinkedHashMap<>();
    private int bytes;
    private boolean changesWhoIsAdmitted = true;

    /** @param logKey signs entries */
    Commit(State state, LogStore log, LedgerFolder folder, KeyExports exports, SignerKey logKey) {
        this.state = state;
        this.log = log;
        this.folder = folder;
        this.exports = exports;
        this.logKey = logKey;
    }

    /**
     * Applies a decision to the state and stages its entries.
     *
     * @return its effects; when the fold refuses what a party offered, only the refusal
     */
    List<Effect> take(Decision decision) throws IOException {
        decision.documents().forEach(document -> documents.put(Document.digest(document), document));
        List<Prepared> prepared = prepared(decision.entries());
        for (int i = 0; i < prepared.size(); i++) {
            try {
                apply(prepared.get(i));
            } catch (RuleViolation violation) {
                if (i > 0) {
                    throw new IllegalStateException("the core decided against the rules: " + violation.getMessage(), violation);
                }
                return refused(decision, violation);
            }
        }
        if (bytes >= MAX_APPEND_BYTES) {
            flush();
        }
        return decision.effects();
    }

    /** An own entry is signed; a party's waits to be verified, for which the state must hold what stands before it. */
    private interface Prepared {

        Entry entry() throws RuleViolation;
    }

    /** A signature says nothing of the entries before it, so the leases of a large cohort are signed on all cores. */
    private List<Prepared> prepared(List<Proposed> proposed) {
        long first = state.size();
        IntStream places = IntStream.range(0, proposed.size());
        return (proposed.size() < ON_ALL_CORES ? places : places.parallel())
                .mapToObj(place -> prepared(proposed.get(place), first + place)).toList();
    }

    private Prepared prepared(Proposed proposed, long index) {
        return switch (proposed) {
            case Proposed.Draft draft -> {
                Entry entry = Entries.signed(index, KeyNames.domain(logKey.name()), draft.body(), logKey);
                yield () -> entry;
            }
            case Proposed.Signed party -> () -> verified(party.entry().at(index));
        };
    }

    private void apply(Prepared prepared) throws RuleViolation {
        Entry entry = prepared.entry();
        state.apply(entry, digest -> Optional.ofNullable(documents.get(digest)).or(() -> folder.get(digest)));
        byte[] signed = entry.bytes();
        entries.add(signed);
        bytes += signed.length;
        exports.note(entry);
        changesWhoIsAdmitted |= !WORK_OF_ROUNDS.contains(entry.type());
    }

    /** Whether invites or admissions may have changed since this was last asked, as far as entries were applied. */
    boolean changedWhoIsAdmitted() {
        boolean changed = changesWhoIsAdmitted;
        changesWhoIsAdmitted = false;
        return changed;
    }

    private Entry verified(VerifiedEntry party) throws RuleViolation {
        EntryVerifier.verify(state, party);
        return party.entry();
    }

    /** The first entry of a decision was refused, so nothing changed: whoever asked is told. */
    private static List<Effect> refused(Decision decision, RuleViolation violation) {
        LOG.warn("refused: {}", violation.getMessage());
        String message = "refused: expected " + violation.expected() + " for " + violation.field() + ", found " + violation.found();
        List<Effect> answers = new ArrayList<>();
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.Answer answer) {
                answers.add(new Effect.Answer(answer.ticket(), new Reply.Refused(Reply.Code.CONFLICT, message)));
            }
        }
        return answers;
    }

    /** Makes everything staged durable: documents first, then the entries that name them. */
    void flush() throws IOException {
        for (byte[] document : documents.values()) {
            folder.write(document);
        }
        documents.clear();
        if (!entries.isEmpty()) {
            log.append(List.copyOf(entries));
            entries.clear();
            bytes = 0;
        }
    }
}
