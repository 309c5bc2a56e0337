package consort.ledger.fold;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Finding;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.entry.WorkerId;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.VerifierKey;
import java.util.Optional;

/** A finding must prove itself. */
final class FindingRules {

    private FindingRules() {
    }

    /** The party's own key signed both the entry that stands in the ledger and, with the same seq, other bytes. */
    static Change finding(State state, Finding body, Documents documents, Check check) throws RuleViolation {
        VerifierKey key = check.present(key(state, body), Rule.FINDING, "organization", "a party with a key",
                body.organization() + body.worker().map(worker -> "/" + worker).orElse(""));
        PartyEntryView held = check.present(state.entryAt(key, body.seq()), Rule.FINDING, "seq",
                "a seq that stands in the ledger", body.seq());
        check.equal(Rule.FINDING, "held", held.entry().index(), body.held());
        byte[] bytes = check.document(documents, "offered", body.offered());
        check.that(!TreeHash.leaf(bytes).equals(held.entry().leafHash()), Rule.FINDING, "offered", "other bytes than those held",
                "the same bytes");
        check.that(signedWithSeq(bytes, key, body.seq()), Rule.FINDING, "offered",
                "an entry with seq " + body.seq() + " signed by " + key.name(), "something else");
        return () -> state.membership.conflicting(key, body.seq());
    }

    private static Optional<VerifierKey> key(State state, Finding body) {
        return body.worker().isPresent()
                ? Optional.ofNullable(state.workers().get(new WorkerId(body.organization(), body.worker().get())))
                        .map(WorkerView::key)
                : Optional.ofNullable(state.members().get(body.organization())).map(MemberView::key);
    }

    private static boolean signedWithSeq(byte[] bytes, VerifierKey key, long seq) {
        try {
            Entry offered = Entries.parse(bytes);
            return offered.body() instanceof PartyBody party && party.seq() == seq && offered.isSignedBy(key);
        } catch (MalformedEntryException | UnknownEntryTypeException noEntry) {
            return false;
        }
    }
}
