package consort.ledger.fold;

import consort.ledger.entry.Dispute;
import consort.ledger.entry.Resolution;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A dispute and what became of it.
 *
 * @param index of its entry
 * @param resolution absent while it is open
 * @param resolvedAt index of the resolution
 */
public record DisputeView(long index, Dispute dispute, Optional<Resolution> resolution, OptionalLong resolvedAt) {

    DisputeView(long index, Dispute dispute) {
        this(index, dispute, Optional.empty(), OptionalLong.empty());
    }

    public boolean open() {
        return resolution.isEmpty();
    }

    DisputeView resolvedBy(long entry, Resolution outcome) {
        return new DisputeView(index, dispute, Optional.of(outcome), OptionalLong.of(entry));
    }
}
