package consort.worker.session;

import consort.proto.Receipt;
import java.util.OptionalLong;

/**
 * The update is on its way to the coordinator.
 *
 * @param failures uploads that failed in a row, and times the update was wanted again
 * @param active whether an upload is under way; otherwise it waits for the link
 */
public record Uploading(PendingClaim claim, int failures, boolean active) implements Work {

    static void begin(PendingClaim claim, int failures, Turn turn) {
        boolean active = turn.online();
        turn.become(new Uploading(claim, failures, active));
        if (active) {
            long delayMillis = failures == 0 ? 0 : turn.retryMillis(failures - 1);
            turn.emit(new Effect.Upload(claim.update().orElseThrow(), delayMillis));
        }
    }

    @Override
    public OptionalLong lease() {
        return OptionalLong.of(claim.lease());
    }

    @Override
    public boolean holdsClaim() {
        return true;
    }

    @Override
    public void welcomed(Turn turn) {
        if (!active) {
            begin(claim, 0, turn);
        }
    }

    @Override
    public void receipted(Receipt receipt, Turn turn) {
        Keeping.begin(claim, receipt, turn);
    }

    @Override
    public void happened(Event event, Turn turn) {
        String digest = claim.update().orElseThrow().digest();
        switch (event) {
            case Event.Uploaded(String uploaded) when uploaded.equals(digest) -> Sent.begin(claim, failures, turn);
            case Event.UploadFailed failed when failed.digest().equals(digest) -> failed(failed, turn);
            default -> { }
        }
    }

    @Override
    public void stop(String cause, Turn turn) {
        turn.exit(0, cause + "; claim " + claim.seq() + " waits in the outbox for the next start");
    }

    private void failed(Event.UploadFailed failed, Turn turn) {
        if (failed.again()) {
            begin(claim, failures + 1, turn);
        } else {
            turn.tell(Notice.Kind.PROBLEM, "the update of lease " + claim.lease() + " is not stored: " + failed.reason());
            // The claim is still due: the coordinator records why it does not take the update.
            Sent.begin(claim, failures + 1, turn);
        }
    }
}
