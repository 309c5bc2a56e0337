package consort.ledger.entry;

import consort.ledger.merkle.Hash;
import java.util.List;

/**
 * The log's signed word that entries stand at their places: proof of a lie, should they ever not.
 *
 * @param origin the ledger
 * @param entries ascending by index; at least one
 */
public record Receipt(String origin, List<Receipted> entries) {

    /** One entry and its place. */
    public record Receipted(long index, Hash leafHash) {
    }

    public Receipt {
        entries = List.copyOf(entries);
    }
}
