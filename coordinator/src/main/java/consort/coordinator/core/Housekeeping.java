package consort.coordinator.core;

import java.util.List;

/** Deletes what retention no longer keeps: looked for when a round closed, a run ended, or the coordinator started. */
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

    static void deleted(Turn turn, Event.BlobsDeleted event) {
        if (turn.ephemeral().underway.deleted(event.blobs(), event.bytes())) {
            turn.release(new Effect.ListBlobs());
        }
    }
}
