package consort.worker.session;

import java.util.Optional;
import java.util.OptionalLong;

/** The claim is being signed and synced to the outbox. */
public record Claiming(ClaimDraft draft) implements Work {

    static void begin(Assignment assignment, Outcome outcome, Optional<UpdateRef> update, Turn turn) {
        ClaimDraft draft = new ClaimDraft(turn.lastSeq() + 1, turn.now().wallMillis(), assignment.lease(),
                assignment.data(), assignment.model(), assignment.devices(), outcome, update);
        turn.become(new Claiming(draft));
        turn.emit(new Effect.SignClaim(draft));
    }

    @Override
    public OptionalLong lease() {
        return OptionalLong.of(draft.lease());
    }

    @Override
    public boolean holdsClaim() {
        return true;
    }

    @Override
    public void happened(Event event, Turn turn) {
        if (event instanceof Event.ClaimSynced(PendingClaim claim) && claim.seq() == draft.seq()) {
            turn.settledLease(claim.lease());
            turn.tell(Notice.Kind.CLAIM, "claim " + claim.seq() + " for lease " + claim.lease() + " is signed: "
                    + draft.outcome().busyMillis() + " ms busy");
            if (claim.update().isPresent()) {
                Uploading.begin(claim, 0, turn);
            } else {
                Sent.begin(claim, 0, turn);
            }
        }
    }

    @Override
    public void stop(String cause, Turn turn) {
        // Soon over, and then the claim stands in the outbox.
    }
}
