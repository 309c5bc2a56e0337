package consort.ledger.fold;

import java.util.Optional;

/** What entries commit to without saying it, and what of that was erased. */
public interface PrivacyView {

    /** The entry at this index, if it commits to anything. */
    Optional<CommittedView> committed(long index);

    /** How many entries commit to something. */
    int size();
}
