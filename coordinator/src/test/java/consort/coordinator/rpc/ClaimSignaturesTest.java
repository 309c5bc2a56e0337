package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.coordinator.core.Event;
import consort.coordinator.core.Pool;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Subject;
import consort.ledger.entry.VerifiedEntry;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.VerifierKey;
import consort.proto.Claim;
import consort.proto.Hello;
import consort.proto.WorkerMessage;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a claim's signature before the loop looks at the claim, and what the core makes of it. */
class ClaimSignaturesTest {

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;
    private long session;

    @BeforeEach
    void twoWorkersTrain() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
        pool.submit(Pool.job(2, 2, 2, 2));
        session = pool.connect(acme, pool.lease(acme));
        pool.sent.clear();
    }

    @Test
    void seesThatTheWorkersKeySigned() {
        Optional<VerifiedEntry> seen = seenWith(acme).verified(acme, claim(acme));
        assertThat(seen.orElseThrow().key()).isEqualTo(key(acme));
        assertThat(seen.orElseThrow().entry().bytes()).isEqualTo(claim(acme).getClaim().getEntry().toByteArray());
    }

    @Test
    void saysNothingOfOtherSignaturesOfNonsenseAndOfOtherMessages() {
        assertThat(seenWith(beta).verified(acme, claim(acme))).isEmpty();
        assertThat(seenWith(acme).verified(acme, WorkerMessage.newBuilder().setClaim(
                Claim.newBuilder().setEntry(ByteString.copyFromUtf8("nonsense"))).build())).isEmpty();
        assertThat(seenWith(acme).verified(acme, WorkerMessage.newBuilder().setHello(Hello.getDefaultInstance()).build())).isEmpty();
        assertThat(new ClaimSignatures(subject -> Optional.empty()).verified(acme, claim(acme))).isEmpty();
    }

    @Test
    void theCoreTakesAClaimThatWasSeenToBeSigned() throws IOException {
        pool.step(received(claim(acme), seenWith(acme).verified(acme, claim(acme))));
        assertThat(pool.sent).anyMatch(send -> send.message().hasReceipt());
    }

    /** A key may be replaced between the look and the decision: then it is the state's key that counts. */
    @Test
    void theCoreRefusesAClaimThatWasSeenToBeSignedByAnotherKey() throws IOException {
        byte[] signedByBeta = Entries.sign(pool.state().domain(), Entries.parse(pool.failed(acme, "trainer-crashed", "it fell")).body(),
                Pool.workerKey(beta));
        WorkerMessage forged = WorkerMessage.newBuilder().setClaim(
                Claim.newBuilder().setEntry(ByteString.copyFrom(signedByBeta))).build();
        Optional<VerifiedEntry> seen = seenWith(beta).verified(acme, forged);
        assertThat(seen).isPresent();
        long size = pool.state().size();
        pool.step(received(forged, seen));
        assertThat(pool.sent).anyMatch(send -> send.message().getClaimRefused().getReason()
                .contains("not signed by the key of worker acme/w1"));
        assertThat(pool.state().size()).isEqualTo(size);
    }

    private Event.Received received(WorkerMessage message, Optional<VerifiedEntry> seen) {
        return new Event.Received(acme, session, message, seen);
    }

    private WorkerMessage claim(WorkerId worker) {
        return WorkerMessage.newBuilder().setClaim(Claim.newBuilder().setEntry(ByteString.copyFrom(
                pool.failed(worker, "trainer-crashed", "it fell")))).build();
    }

    private ClaimSignatures seenWith(WorkerId signer) {
        return new ClaimSignatures(subject -> subject.equals(Subject.of(acme)) ? Optional.of(key(signer)) : Optional.empty());
    }

    private static VerifierKey key(WorkerId worker) {
        return Pool.workerKey(worker).verifierKey();
    }
}
