package consort.worker.session;

import consort.ledger.log.TlogProof;
import java.util.List;

/**
 * Verified proofs for one receipt.
 *
 * @param seq of this worker's entry
 * @param proofs of what the receipt names, in its order, all under one checkpoint
 */
public record Proven(long seq, List<TlogProof> proofs) {

    public Proven {
        proofs = List.copyOf(proofs);
    }
}
