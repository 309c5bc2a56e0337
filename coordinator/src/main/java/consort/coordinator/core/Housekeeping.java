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

    /** Something may go by now. One look at a time: it lists the whole store, and claims for ended runs may come one after the other. */
    static void look(Turn turn) {
        if (turn.ephemeral().underway.look()) {
            turn.release(new Effect.ListBlobs());
        }
    }

    static void listed(Turn turn, Event.BlobsListed event) {
        Underway underway = turn.ephemeral().underway;
        List<String> garbage = underway.delete(Retention.garbage(turn.state(), event.policy(), event.present(), event.found()));
        if (!garbage.isEmpty()) {
            turn.release(new Effect.DeleteBlobs(garbage));
        } else {
            looked(turn);
        }
    }

    static void deleted(Turn turn, Event.BlobsDeleted event) {
        turn.ephemeral().underway.deleted(event.blobs(), event.bytes());
        looked(turn);
    }

    private static void looked(Turn turn) {
        if (turn.ephemeral().underway.looked()) {
            look(turn);
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
            look(turn);
        }
        return deleted;
    }

    /** A claim was entered. The update of one that comes after its run's end is in no round that is still to close. */
    static void claimed(Turn turn, UsageClaim claim, Lease lease) {
        if (claim.update().isPresent() && turn.state().runs().get(lease.run()).ended().isPresent()) {
            look(turn);
        }
    }
}
