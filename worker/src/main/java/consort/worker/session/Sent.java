package consort.worker.session;

import consort.proto.Claim;
import consort.proto.ClaimRefused;
import consort.proto.Receipt;
import consort.proto.UpdateWanted;
import consort.proto.WorkerMessage;
import java.util.OptionalLong;

/**
 * The claim is sent, or will be with the next welcome; the receipt has not come. Sent again after every welcome, and now
 * and then in between: the same bytes always get the same receipt.
 *
 * @param uploads uploads of its update that failed or were wanted again
 * @param sentMillis monotonic time it was last sent
 */
public record Sent(PendingClaim claim, int uploads, long sentMillis) implements Work {

    static void begin(PendingClaim claim, int uploads, Turn turn) {
        turn.become(new Sent(claim, uploads, turn.now().monotonicMillis()));
        turn.send(WorkerMessage.newBuilder().setClaim(Claim.newBuilder().setEntry(claim.entry())).build());
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
        begin(claim, 0, turn);
    }

    @Override
    public void receipted(Receipt receipt, Turn turn) {
        Keeping.begin(claim, receipt, turn);
    }

    @Override
    public void updateWanted(UpdateWanted wanted, Turn turn) {
        boolean ours = claim.update().filter(update -> update.digest().equals(wanted.getDigest())).isPresent();
        if (ours && wanted.getSeq() == claim.seq()) {
            Uploading.begin(claim, uploads + 1, turn);
        }
    }

    @Override
    public void claimRefused(ClaimRefused refused, Turn turn) {
        // Bytes that could not be read have no seq for the coordinator; only one claim is ever under way.
        if (refused.getSeq() != claim.seq() && refused.getSeq() != 0) {
            return;
        }
        String reason = PeerText.shown(refused.getReason());
        turn.emit(new Effect.SetAside(claim, reason));
        turn.tell(Notice.Kind.REFUSED,
                "claim " + claim.seq() + " for lease " + claim.lease() + " was not entered in the ledger: " + reason);
        turn.lentUnclaimed(claim.use(0));
        turn.takeHeldSeq();
        turn.become(new Idle());
    }

    @Override
    public void happened(Event event, Turn turn) {
        boolean due = turn.now().monotonicMillis() - sentMillis >= turn.timing().resendMillis();
        if (event instanceof Event.Tick && turn.online() && due) {
            begin(claim, uploads, turn);
        }
    }

    @Override
    public void stop(String cause, Turn turn) {
        turn.exit(0, cause + "; claim " + claim.seq() + " waits in the outbox for the next start");
    }
}
