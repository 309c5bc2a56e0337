package consort.ledger.audit;

import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.log.Checkpoint;
import java.util.List;

/**
 * What was looked at.
 *
 * @param root of the checkpoint, hexadecimal
 * @param logKey the newest, which signed the checkpoint or will sign the next one
 * @param logKeys how many the log has had, each named by the one before
 * @param trusted whether log key (or one that led to it), charter and authority are those of a {@link Trust}
 * @param receipts how many were found to be true
 * @param proofs how many beside them were
 * @param witnesses what witnesses confirm
 * @param absent files that a coordinator keeps beside its log and that were not there to be looked at
 */
public record LedgerFacts(
        String origin,
        long size,
        String root,
        String logKey,
        int logKeys,
        String charter,
        boolean trusted,
        int members,
        int workers,
        int runs,
        long roundsClosed,
        int periods,
        int receipts,
        int proofs,
        WitnessCoverage witnesses,
        List<String> absent) {

    static LedgerFacts of(Checkpoint checkpoint, State state, boolean trusted, int receipts, int proofs, WitnessCoverage witnesses,
            List<String> absent) {
        return new LedgerFacts(checkpoint.origin(), checkpoint.size(), checkpoint.root().hex(), state.logKey().toString(),
                state.logKeys().all().size(), state.charterDigest(), trusted, state.members().size(), state.workers().size(), state.runs().size(),
                state.runs().values().stream().mapToLong(RunView::roundsClosed).sum(), state.periods().size(), receipts,
                proofs, witnesses, absent);
    }
}
