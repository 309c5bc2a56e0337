package consort.coordinator.core;

import consort.ledger.entry.Lease;
import consort.ledger.entry.UsageClaim;
import java.util.List;
import java.util.Set;

/**
 * Deletes what retention no longer keeps: looked for when a round closed, a run ended, a job was withdrawn, or the coordinator started;
 * when work ended that read blobs which may go; and with each claim that comes after its run's end.
 */
final class Housekeeping {

    private Housekeeping() {
    }

    static void listed(Turn turn, Event.BlobsListed event) {
        Underway underway = turn.ephemeral().underway;
        if (underway.deletes()) {
            underway.lookAgain();
            return;
        }
        List<String> garbage = underway.delete(Retention.garbage(turn.state(), event.policy(), event.present(), event.found()));
        if (!garbage.isEmpty()) {
            turn.release(new Effect.DeleteBlobs(garbage));
        }
    }

    /**
     * Work off the loop came back.
     *
     * @return blobs that were deleted while it ran
     */
    static Set<String> ended(Turn turn, String work) {
        Set<String> deleted = turn.ephemeral().underway.end(work);
        if (turn.ephemeral().underway.freed()) {
            turn.release(new Effect.ListBlobs());
        }
        return deleted;
    }

    /** A claim was entered. The update of one that comes after its run's end is in no round that is still to close. */
    static void claimed(Turn turn, UsageClaim claim, Lease lease) {
        if (claim.update().isPresent() && turn.state().runs().get(lease.run()).ended().isPresent()) {
            turn.release(new Effect.ListBlobs());
        }
    }

    static void deleted(Turn turn, Event.BlobsDeleted event) {
        if (turn.ephemeral().underway.deleted(event.blobs(), event.bytes())) {
            turn.release(new Effect.ListBlobs());
        }
    }
}
