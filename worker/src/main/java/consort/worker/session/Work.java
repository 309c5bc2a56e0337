package consort.worker.session;

import consort.proto.ClaimRefused;
import consort.proto.Receipt;
import consort.proto.UpdateWanted;
import java.util.OptionalLong;

/**
 * The one task in hand; a record for each stage. What a stage does not override does not concern it.
 */
public sealed interface Work
        permits Idle, Fetching, Training, Forming, Claiming, Uploading, Sent, Keeping, HandingBack {

    /** The lease in hand, which hello names; empty once there is nothing to do for it. */
    OptionalLong lease();

    /** Whether a claim without a receipt is in hand, so that the ledger may know a seq that is not settled here. */
    default boolean holdsClaim() {
        return false;
    }

    /** The coordinator welcomed this worker on a new connection. */
    default void welcomed(Turn turn) {
    }

    /** The coordinator ended the lease in hand. */
    default void canceled(String reason, Turn turn) {
    }

    /** A receipt came. */
    default void receipted(Receipt receipt, Turn turn) {
    }

    /** The coordinator does not hold an update. */
    default void updateWanted(UpdateWanted wanted, Turn turn) {
    }

    /** A claim was malformed or out of order. */
    default void claimRefused(ClaimRefused refused, Turn turn) {
    }

    /** Something happened on this side. */
    default void happened(Event event, Turn turn) {
    }

    /** The site takes no tasks any more: a task whose training is not done is handed back. */
    default void close(String reason, Turn turn) {
    }

    /** The person at the site wants the worker to end; called again at every event until the work is at rest. */
    void stop(String cause, Turn turn);
}
