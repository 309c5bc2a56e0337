package consort.ledger.fold;

import consort.ledger.entry.PrivateField;
import consort.ledger.entry.WorkerId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An entry that commits to private fields.
 *
 * @param worker who signed it; empty when it is the coordinator's
 * @param fields what it commits to
 * @param erased of these, those that nobody can open any more, with the entry that says so
 */
public record CommittedView(long index, Optional<WorkerId> worker, Set<PrivateField> fields, Map<PrivateField, Long> erased) {
}
