package consort.coordinator.core;

import java.util.List;
import java.util.Optional;

/**
 * How it stands with the log's witnesses, for the status document.
 *
 * @param quorum how many must cosign; 0 where the charter asks for none
 * @param witnessedSize entries in the newest checkpoint that the quorum cosigned
 * @param unwitnessedMillis for how long a checkpoint has waited for the quorum; 0 when none does
 */
public record WitnessFacts(int quorum, long witnessedSize, long unwitnessedMillis, List<Witness> witnesses) {

    /** Nothing is known. */
    public static final WitnessFacts NONE = new WitnessFacts(0, 0, 0, List.of());

    /**
     * One witness.
     *
     * @param outside whether it is no member's
     * @param attends whether it can be asked
     * @param counts towards the quorum
     * @param cosignedSize entries in the last checkpoint that it cosigned, in this process's time; 0 for none
     * @param trouble why it did not cosign the last checkpoint it was shown
     * @param alarming whether the ledger may be at fault for that
     */
    public record Witness(String name, boolean outside, boolean attends, boolean counts, long cosignedSize, Optional<String> trouble,
            boolean alarming) {
    }

    public WitnessFacts {
        witnesses = List.copyOf(witnesses);
    }
}
