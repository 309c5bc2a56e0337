package consort.worker.session;

import consort.ledger.entry.Receipt.Receipted;
import java.util.List;

/**
 * A kept receipt of which no proof is kept yet.
 *
 * @param seq of this worker's entry
 * @param entries what the receipt names: the entry, and the observation of a claim
 */
public record Unproven(long seq, List<Receipted> entries) {

    public Unproven {
        entries = List.copyOf(entries);
    }
}
