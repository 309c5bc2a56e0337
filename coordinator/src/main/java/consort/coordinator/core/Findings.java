package consort.coordinator.core;

import consort.ledger.entry.Document;
import consort.ledger.entry.Finding;
import consort.ledger.fold.PartyEntryView;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.VerifierKey;
import java.util.Optional;

/** Two different entries of one party with the same seq: the second one is kept as proof. */
final class Findings {

    private Findings() {
    }

    static boolean same(byte[] offered, PartyEntryView held) {
        return TreeHash.leaf(offered).equals(held.entry().leafHash());
    }

    /** Appends a finding, once for each seq: one proof is enough, and a party must not be able to fill the ledger. */
    static void conflict(Turn turn, VerifierKey key, String organization, Optional<String> worker, long seq,
            PartyEntryView held, byte[] offered) {
        if (!turn.state().hasFinding(key, seq)) {
            turn.document(offered);
            turn.append(new Finding(turn.timeMillis(), Finding.Kind.CONFLICTING_SEQ, organization, worker, seq,
                    held.entry().index(), Document.digest(offered)));
        }
    }
}
