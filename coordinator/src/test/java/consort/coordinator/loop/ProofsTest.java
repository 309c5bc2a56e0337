package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Pool;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.WorkerId;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.ProofVerifier;
import consort.ledger.note.UnverifiedNoteException;
import consort.proto.EntryProof;
import consort.proto.Proof;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers ask for proofs of what their receipts say. */
class ProofsTest {

    private Pool pool;
    private WorkerId acme;

    @BeforeEach
    void aWorkerHasAReceipt() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        WorkerId beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
        pool.submit(Pool.job(3, 2, 2, 2));
        pool.work(acme);
        pool.work(beta);
    }

    private Proof proof() {
        return pool.last(acme).getProof();
    }

    private List<Receipted> receipted(long seq) {
        return pool.state().entryAt(Pool.workerKey(acme).verifierKey(), seq).orElseThrow().receipted();
    }

    private void requireProven(EntryProof proof) throws UnverifiedNoteException {
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(proof().getCheckpoint().toByteArray());
        List<Receipted> named = receipted(proof.getSeq());
        assertThat(proof.getPathsCount()).isEqualTo(named.size());
        for (int i = 0; i < named.size(); i++) {
            List<Hash> path = proof.getPaths(i).getHashesList().stream().map(hash -> Hash.of(hash.toByteArray())).toList();
            new TlogProof(named.get(i).index(), path, checkpoint).verify(named.get(i).leafHash(), pool.logKey.verifierKey());
        }
    }

    @Test
    void provesClaimAndObservationByTheNewestCheckpoint() throws IOException, UnverifiedNoteException {
        pool.want(acme, 0, 1L);
        assertThat(proof().getCheckpoint().toByteArray()).isEqualTo(pool.engine.log().published().orElseThrow().bytes());
        assertThat(proof().getConsistencyList()).isEmpty();
        assertThat(proof().getEntriesList()).hasSize(1);
        requireProven(proof().getEntries(0));
    }

    @Test
    void provesThatTheLedgerGoesOnFromWhatTheWorkerRemembers() throws IOException {
        for (long known = 1; known <= pool.state().size(); known++) {
            pool.want(acme, known);
            SignedCheckpoint newest = SignedCheckpoint.parse(proof().getCheckpoint().toByteArray());
            assertThat(ProofVerifier.consistent(known, pool.engine.log().root(known), newest.checkpoint().size(),
                    newest.checkpoint().root(), proof().getConsistencyList().stream().map(hash -> Hash.of(hash.toByteArray())).toList()))
                    .as("from " + known).isTrue();
            assertThat(proof().getKnownSize()).isEqualTo(known);
        }
    }

    @Test
    void showsItsCheckpointToWhoRemembersMore() throws IOException {
        pool.want(acme, pool.state().size() + 5);
        assertThat(proof().getConsistencyList()).isEmpty();
        assertThat(SignedCheckpoint.parse(proof().getCheckpoint().toByteArray()).checkpoint().size()).isEqualTo(pool.state().size());
    }

    @Test
    void waitsForACheckpointThatCoversTheReceipt() throws IOException {
        byte[] claim = pool.claim(acme, 2, pool.lease(acme));
        pool.holdChecks = true;
        pool.offer(acme, claim);
        List<Effect> early = pool.engine.step(List.of(new Event.UpdateChecked(acme, 2, pool.verdict), pool.wish(acme, 0, 1L, 2L)),
                pool.now(), () -> false);
        assertThat(early).noneMatch(Effect.Prove.class::isInstance);
        assertThat(early).anyMatch(effect -> effect instanceof Effect.Send send && send.message().hasReceipt());
        pool.step();
        assertThat(proof().getEntriesList()).extracting(EntryProof::getSeq).containsExactly(1L, 2L);
    }

    @Test
    void answersTheNewestWishAlone() throws IOException {
        List<Effect> effects = pool.engine.step(List.of(pool.wish(acme, 0, 1L), pool.wish(acme, 3)), pool.now(), () -> true);
        assertThat(effects).filteredOn(Effect.Prove.class::isInstance).hasSize(1).first()
                .extracting(effect -> ((Effect.Prove) effect).knownSize()).isEqualTo(3L);
        assertThat(pool.engine.step(List.of(), pool.now(), () -> true)).noneMatch(Effect.Prove.class::isInstance);
    }

    @Test
    void leavesOutWhatTheLedgerDoesNotHold() throws IOException {
        pool.want(acme, 0, 1L, 7L, Long.MAX_VALUE);
        assertThat(proof().getEntriesList()).extracting(EntryProof::getSeq).containsExactly(1L);
    }

    @Test
    void endsTheStreamOfWhoAsksForTooMuch() throws IOException {
        pool.want(acme, 0, LongStream.rangeClosed(1, 17).boxed().toArray(Long[]::new));
        assertThat(pool.released.getLast()).isInstanceOfSatisfying(Effect.CloseSession.class,
                close -> assertThat(close.reason()).contains("17 entries; at most 16"));
        pool.want(acme, 0, 2L, 1L);
        pool.want(acme, -1);
        assertThat(pool.released).filteredOn(Effect.CloseSession.class::isInstance).hasSize(3);
    }
}
