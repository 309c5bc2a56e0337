package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Document;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.proto.Claim;
import consort.proto.CoordinatorMessage.MessageCase;
import consort.proto.WorkerMessage;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a usage claim. */
class ClaimTest {

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;

    @BeforeEach
    void aRoundIsOpen() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
        pool.submit(Pool.job(5, 2, 2, 2));
    }

    @Test
    void theSameBytesGetTheSameReceipt() throws Exception {
        byte[] claim = pool.claim(acme, 1, pool.lease(acme));
        pool.offer(acme, claim);
        byte[] first = pool.last(acme).getReceipt().getNote().toByteArray();
        long size = pool.state().size();
        pool.disconnect(acme);
        pool.connect(acme);
        pool.offer(acme, claim);
        assertThat(pool.last(acme).getReceipt().getNote().toByteArray()).isEqualTo(first);
        assertThat(pool.state().size()).as("nothing was entered twice").isEqualTo(size);
        assertThat(Receipts.verify(first, pool.logKey.verifierKey()).entries()).hasSize(2);
    }

    @Test
    void otherBytesWithAUsedSeqAreAFindingOnce() throws IOException {
        pool.offer(acme, pool.claim(acme, 1, pool.lease(acme)));
        byte[] other = pool.claim(acme, 1, 1, UsageClaim.Outcome.FAILED, Optional.empty());
        long size = pool.state().size();
        pool.offer(acme, other);
        assertThat(pool.last(acme).getClaimRefused().getReason()).contains("finding");
        assertThat(pool.state().size()).isEqualTo(size + 1);
        assertThat(pool.disk.exists("docs/" + Document.digest(other))).isTrue();
        pool.offer(acme, other);
        assertThat(pool.state().size()).isEqualTo(size + 1);
        pool.restart();
        pool.connect(acme);
        long restarted = pool.state().size();
        pool.offer(acme, other);
        assertThat(pool.state().size()).as("after a restart").isEqualTo(restarted);
    }

    @Test
    void aGapIsRefusedWithoutAnEntry() throws IOException {
        refused(pool.claim(acme, 2, pool.lease(acme)), "has seq 1");
    }

    @Test
    void aLeaseOfAnotherWorkerIsRefusedWithoutAnEntry() throws IOException {
        refused(pool.claim(acme, 1, pool.lease(beta)), "has no lease");
        refused(pool.claim(acme, 1, 999), "has no lease");
    }

    @Test
    void bytesThatAreNoClaimAreRefusedWithoutAnEntry() throws IOException {
        refused("nonsense\n".getBytes(), "malformed");
        refused(pool.claim(beta, 1, pool.lease(beta)), "not a usage claim of worker acme/w1");
        byte[] forged = pool.claim(acme, 1, pool.lease(acme));
        forged[forged.length - 10] ^= 1;
        refused(forged, "");
    }

    @Test
    void asksForAnUpdateThatIsNotStored() throws IOException {
        pool.verdict = new Event.UpdateVerdict.Missing();
        byte[] claim = pool.claim(acme, 1, pool.lease(acme));
        pool.offer(acme, claim);
        assertThat(pool.last(acme).getUpdateWanted().getSeq()).isEqualTo(1);
        pool.verdict = new Event.UpdateVerdict.Fit(1);
        pool.offer(acme, claim);
        assertThat(pool.last(acme).getMessageCase()).isEqualTo(MessageCase.RECEIPT);
    }

    @Test
    void aRefusedUpdateIsEnteredWithItsReason() throws IOException {
        pool.verdict = new Event.UpdateVerdict.Unfit("norm-too-large", "the update's norm is 2; the job takes at most 1");
        pool.work(acme);
        assertThat(pool.last(acme).getReceipt().getObservation().toStringUtf8())
                .contains("\"reason\":\"norm-too-large\"", "\"acceptedMillis\":0");
    }

    @Test
    void aFailedTaskSettlesItsLease() throws IOException {
        pool.offer(acme, pool.claim(acme, 1, pool.lease(acme), UsageClaim.Outcome.FAILED, Optional.empty()));
        assertThat(pool.last(acme).getReceipt().getObservation().toStringUtf8()).contains("\"reason\":\"trainer-crashed\"");
        assertThat(pool.state().openLeaseOf(acme)).isEmpty();
    }

    @Test
    void aSecondClaimForOneLeaseIsADuplicateWorthNothing() throws IOException {
        long lease = pool.lease(acme);
        pool.offer(acme, pool.claim(acme, 1, lease));
        pool.offer(acme, pool.claim(acme, 2, lease));
        assertThat(pool.last(acme).getReceipt().getObservation().toStringUtf8())
                .contains("\"reason\":\"duplicate\"", "\"acceptedMillis\":0");
    }

    @Test
    void aThirdClaimForOneLeaseIsRefusedWithoutAnEntry() throws IOException {
        long lease = pool.lease(acme);
        byte[] second = pool.claim(acme, 2, lease);
        pool.offer(acme, pool.claim(acme, 1, lease));
        pool.offer(acme, second);
        refused(pool.claim(acme, 3, lease), "2 claims for lease " + lease);
        pool.offer(acme, second);
        assertThat(pool.last(acme).getMessageCase()).as("the same bytes").isEqualTo(MessageCase.RECEIPT);
    }

    @Test
    void theSeqOfARefusedClaimServesTheNextLease() throws IOException {
        long lease = pool.lease(acme);
        pool.work(acme);
        pool.offer(acme, pool.claim(acme, 2, lease));
        refused(pool.claim(acme, 3, lease), "no more are entered");
        pool.work(beta);
        pool.offer(acme, pool.claim(acme, 3, pool.lease(acme)));
        assertThat(pool.last(acme).getReceipt().getObservation().toStringUtf8()).contains("\"verdict\":\"accepted\"");
    }

    @Test
    void aTrainingClaimWithoutAnUpdateIsEnteredAsMissing() throws IOException {
        pool.offer(acme, pool.claim(acme, 1, pool.lease(acme), UsageClaim.Outcome.DONE, Optional.empty()));
        assertThat(pool.last(acme).getReceipt().getObservation().toStringUtf8()).contains("\"reason\":\"missing-update\"");
    }

    @Test
    void noClaimIsTakenBeforeTheHello() throws IOException {
        pool.disconnect(acme);
        long size = pool.state().size();
        pool.step(new Event.Received(acme, 77, WorkerMessage.newBuilder().setClaim(
                Claim.newBuilder().setEntry(ByteString.copyFrom(
                        pool.claim(acme, 1, pool.lease(acme))))).build()));
        assertThat(pool.state().size()).isEqualTo(size);
    }

    private void refused(byte[] claim, String reason) throws IOException {
        long size = pool.state().size();
        pool.offer(acme, claim);
        assertThat(pool.last(acme).getMessageCase()).isEqualTo(MessageCase.CLAIM_REFUSED);
        assertThat(pool.last(acme).getClaimRefused().getReason()).contains(reason);
        assertThat(pool.state().size()).isEqualTo(size);
    }
}
