package consort.worker.session;

import consort.proto.CoordinatorMessage;
import java.util.OptionalLong;

/**
 * What happened outside. Events of the link carry the number of the connection they are about, those of the work the
 * lease, digest or seq; an event about something that is no longer in hand changes nothing.
 */
public sealed interface Event {

    /** The stream asked for by {@link Effect.Connect} is open for sending. */
    record Connected(long connection) implements Event {
    }

    /** The stream could not be opened, or ended. */
    record Disconnected(long connection, String reason) implements Event {
    }

    /** The coordinator refuses this worker for good; trying again is no use. */
    record Rejected(long connection, Fatal fatal, String detail) implements Event {
    }

    /** A message came over the stream. */
    record Received(long connection, CoordinatorMessage message) implements Event {
    }

    /** The model stands in the cache, verified. */
    record Fetched(String digest) implements Event {
    }

    /**
     * The model could not be fetched.
     *
     * @param heldBytes what of it is here now
     * @param again whether another try may help
     */
    record FetchFailed(String digest, String reason, long heldBytes, boolean again) implements Event {
    }

    /** The trainer is this far. */
    record Progressed(long lease, long step, long steps, OptionalLong lossMillionths) implements Event {
    }

    /** The trainer ended the task; never sent after {@link Effect.StopTrainer} with that lease. */
    record Trained(long lease, Outcome outcome) implements Event {
    }

    /** The update stands in the outbox, synced. */
    record Formed(long lease, UpdateRef update) implements Event {
    }

    /** The trainer's tensors make no update. */
    record FormFailed(long lease, String reason, String detail) implements Event {
    }

    /** The claim stands in the outbox, signed and synced. */
    record ClaimSynced(PendingClaim claim) implements Event {
    }

    /** The coordinator holds the update, whole and verified. */
    record Uploaded(String digest) implements Event {
    }

    /**
     * The upload stopped; what arrived is kept there and not sent again.
     *
     * @param again whether another try may help; otherwise the coordinator refused to store it
     */
    record UploadFailed(String digest, String reason, boolean again) implements Event {
    }

    /** The receipt is synced and the outbox cleared. */
    record ReceiptKept(long seq) implements Event {
    }

    /** Answers {@link Effect.FindUnproven}. */
    record UnprovenFound(Backlog backlog) implements Event {
    }

    /** Time went by. To be sent about once a second; more or fewer only changes how late the session notices. */
    record Tick() implements Event {
    }

    /** The person at the site wants the device back for a while, or gives it again. */
    record PauseAsked(boolean pause) implements Event {
    }

    /** The person at the site wants the worker to settle what is outstanding, and to end. */
    record LeaveAsked() implements Event {
    }

    /** An entry of this worker's own is to be made, which is done between two sessions, once nothing is outstanding. */
    record GapAsked() implements Event {
    }

    /** The trainer has ended, and with it all it held of the device. */
    record DeviceFreed() implements Event {
    }

    /** The person at the site wants the worker to end. */
    record StopRequested(String cause) implements Event {
    }
}
