package consort.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import consort.ledger.note.UnverifiedNoteException;
import consort.proto.Proof;
import consort.proto.ProofWanted;
import consort.proto.Receipt;
import consort.proto.WorkerMessage;
import consort.worker.trust.Chain;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A worker wants to see in the tree what its receipts say, and the tree go on from what it saw. */
class ProofsTest {

    private static final int TAMPERING = 60;

    private final Scenario session = Scenario.online();
    private final ProvenLog log = new ProvenLog();

    /** A claim, and its receipt for entries 10 and 11, the next for 12 and 13; says what is asked then. */
    private List<ProofWanted> receipted(long lease) {
        PendingClaim claim = session.claimed(lease);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        Receipt.Builder receipt = session.receipt(claim, Verdict.ACCEPTED, log.key);
        session.receives(receipt);
        log.holding(receipt.getNote());
        session.forget();
        session.happens(new Event.ReceiptKept(claim.seq()));
        return wanted();
    }

    private List<ProofWanted> wanted() {
        return session.sent().filter(WorkerMessage::hasProofWanted).map(WorkerMessage::getProofWanted).toList();
    }

    private void answers(Proof.Builder proof) {
        session.forget();
        session.receives(ProvenLog.message(proof));
    }

    /** Claim 1 is receipted and proven, under a checkpoint of 12 entries. */
    private SignedCheckpoint proven() {
        receipted(5);
        answers(log.proof(0).addEntries(log.entry(1, 10, 11)));
        return session.only(Effect.KeepProofs.class).checkpoint();
    }

    private void assertTampering(String message, String... evidence) {
        assertThat(session.only(Effect.Exit.class).exitCode()).isEqualTo(TAMPERING);
        assertThat(session.only(Effect.Exit.class).message()).contains(message, "evidence/proof");
        assertThat(session.effects(Effect.KeepEvidence.class)).extracting(Effect.KeepEvidence::name).containsExactly(evidence);
        assertThat(session.effects(Effect.KeepProofs.class)).isEmpty();
    }

    @Test
    void asksAfterEachReceiptAndKeepsTheProofs() throws UnverifiedNoteException {
        assertThat(receipted(5)).containsExactly(ProofWanted.newBuilder().setKnownSize(0).addSeqs(1).build());

        answers(log.proof(0).addEntries(log.entry(1, 10, 11)));

        Effect.KeepProofs keep = session.only(Effect.KeepProofs.class);
        assertThat(keep.checkpoint().checkpoint()).isEqualTo(log.checkpoint().checkpoint());
        assertThat(keep.proven()).extracting(Proven::seq).containsExactly(1L);
        assertThat(keep.proven().getFirst().proofs()).extracting(TlogProof::index).containsExactly(10L, 11L);
        keep.proven().getFirst().proofs().getFirst().verify(
                TreeHash.leaf("claim 1 of lease 5".getBytes()), Chain.FIRST.verifierKey());
        assertThat(wanted()).as("it has all").isEmpty();

        assertThat(receipted(6)).containsExactly(ProofWanted.newBuilder().setKnownSize(12).addSeqs(2).build());
        answers(log.proof(12).addEntries(log.entry(2, 12, 13)));
        assertThat(session.only(Effect.KeepProofs.class).proven()).extracting(Proven::seq).containsExactly(2L);
    }

    @Test
    void awaitsOneAnswerAtATime() {
        receipted(5);
        assertThat(receipted(6)).isEmpty();
        answers(log.proof(0).addEntries(log.entry(1, 10, 11)));
        assertThat(wanted()).containsExactly(ProofWanted.newBuilder().setKnownSize(14).addSeqs(2).build());
    }

    @Test
    void asksWithEachConnectionForWhatItLacksAndForTheTreeToGoOn() {
        proven();
        session.disconnect();
        session.forget();
        session.connect(1);
        assertThat(session.sent().filter(WorkerMessage::hasHello).toList().getFirst().getHello().getHeldCheckpoint())
                .isEqualTo(ByteString.copyFrom(log.checkpoint().bytes()));
        assertThat(wanted()).containsExactly(ProofWanted.newBuilder().setKnownSize(12).build());
        answers(log.proof(12));
        assertThat(session.effects()).as("it knows that tree").isEmpty();

        receipted(6);
        session.disconnect();
        session.forget();
        session.connect(2);
        assertThat(wanted()).containsExactly(ProofWanted.newBuilder().setKnownSize(12).addSeqs(2).build());
    }

    @Test
    void takesUpWhatAnEarlierProcessLacked() {
        List<Unproven> first = LongStream.rangeClosed(1, Backlog.MAX_FIRST)
                .mapToObj(seq -> new Unproven(seq, List.of(new Receipted(seq, TreeHash.leaf(("other" + seq).getBytes()))))).toList();
        Scenario later = Scenario.started(new Recovered(66, Optional.empty(), List.of(), Optional.of(log.grow(40, "other").checkpoint())));
        later.connect(66);
        later.happens(new Event.UnprovenFound(new Backlog(first, 2, List.of())));
        later.receives(ProvenLog.message(log.proof(40)));
        log.grow(80, "other");
        for (int asked = 0; asked < Backlog.MAX_FIRST; asked += 16) {
            ProofWanted wanted = later.sent().filter(WorkerMessage::hasProofWanted).toList().getLast().getProofWanted();
            assertThat(wanted.getSeqsList()).hasSize(16).startsWith(asked + 1L);
            Proof.Builder proof = log.proof(wanted.getKnownSize());
            wanted.getSeqsList().forEach(seq -> proof.addEntries(log.entry(seq, seq)));
            later.forget();
            later.receives(ProvenLog.message(proof));
            assertThat(later.only(Effect.KeepProofs.class).proven()).hasSize(16);
        }
        assertThat(later.effects(Effect.FindUnproven.class)).hasSize(1);
        later.forget();
        later.happens(new Event.UnprovenFound(new Backlog(List.of(new Unproven(65, first.getFirst().entries())), 0, List.of())));
        assertThat(later.sent().map(message -> message.getProofWanted().getSeqsList())).containsExactly(List.of(65L));
    }

    /** Else the worker would accuse the coordinator of not continuing what it never signed. */
    @Test
    void endsForADamagedCheckpointWithoutAccusingAnybody() {
        SignedCheckpoint sound = log.grow(40, "other").checkpoint();
        SignedCheckpoint rotten = SignedCheckpoint.parse(new Note(sound.note().text().replace("\n40\n", "\n41\n"),
                sound.note().signatures()).bytes());
        Scenario later = Scenario.started(new Recovered(1, Optional.empty(), List.of(), Optional.of(rotten)));
        later.welcomed(1);
        Effect.Exit exit = later.only(Effect.Exit.class);
        assertThat(exit.exitCode()).isEqualTo(29);
        assertThat(exit.message()).contains("receipts/checkpoint is damaged", "put it back");
        assertThat(later.effects(Effect.KeepEvidence.class)).isEmpty();
    }

    @Test
    void tellsOfADamagedReceiptAndLooksAgainUntilItIsPutBack() {
        Scenario later = Scenario.started(new Recovered(3, Optional.empty(), List.of()));
        later.connect(3);
        assertThat(later.effects(Effect.FindUnproven.class)).hasSize(1);
        later.happens(new Event.UnprovenFound(new Backlog(List.of(), 0, List.of(2L, 3L))));
        assertThat(later.told()).anyMatch(text -> text.contains("receipts/2 and 1 more are damaged"));
        later.forget();
        later.passes(Timing.DEFAULT.resendMillis());
        assertThat(later.effects(Effect.FindUnproven.class)).hasSize(1);
        later.happens(new Event.UnprovenFound(new Backlog(List.of(), 0, List.of(2L, 3L))));
        assertThat(later.told()).as("it was said").isEmpty();
        later.happens(new Event.UnprovenFound(new Backlog(
                List.of(new Unproven(2, List.of(new Receipted(2, TreeHash.leaf(new byte[1]))))), 0, List.of())));
        assertThat(later.sent().map(message -> message.getProofWanted().getSeqsList())).containsExactly(List.of(2L));
        later.forget();
        later.happens(new Event.UnprovenFound(Backlog.NOTHING));
        later.passes(Timing.DEFAULT.resendMillis());
        assertThat(later.effects(Effect.FindUnproven.class)).isEmpty();
    }

    @Test
    void tellsOnceThatNoProofComesAndAsksAgain() {
        receipted(5);
        session.forget();
        for (int i = 0; i < 3; i++) {
            session.passes(Timing.DEFAULT.resendMillis());
        }
        assertThat(wanted()).hasSize(3);
        assertThat(session.told()).containsExactly("the coordinator gives no proof of what receipt 1 says; asking again. Perhaps you"
                + " should verify a copy of the ledger with receipts/");
    }

    @Test
    void tellsOfACheckpointThatCoversAReceiptAndProvesNothing() {
        receipted(5);
        answers(log.proof(0));
        assertThat(session.told()).anyMatch(text -> text.contains("no proof of what receipt 1 says"));
        assertThat(wanted()).as("not at once").isEmpty();
        session.passes(Timing.DEFAULT.resendMillis());
        assertThat(wanted()).containsExactly(ProofWanted.newBuilder().setKnownSize(12).addSeqs(1).build());
    }

    @Test
    void passesOverAnAnswerToAnEarlierQuestion() {
        proven();
        Proof.Builder late = log.proof(0);
        log.grow(20, "more");
        answers(late);
        assertThat(session.effects()).isEmpty();
    }

    @Test
    void takesADroppedEntryForTampering() {
        receipted(5);
        ProvenLog without = new ProvenLog().grow(20, "dropped");
        answers(without.proof(0).addEntries(without.entry(1, 10, 11)));
        assertTampering("nothing shows that entry 10, which receipt 1 names, stands in its ledger of 20 entries", "proof", "checkpoint-shown");
    }

    @Test
    void takesAnotherObservationForTampering() {
        receipted(5);
        answers(log.proof(0).addEntries(log.entry(1, 10, 10)));
        assertTampering("nothing shows that entry 11", "proof", "checkpoint-shown");
    }

    @Test
    void takesAnotherTreeForTampering() {
        for (int size : new int[] {12, 13, 25}) {
            ProofsTest one = new ProofsTest();
            one.proven();
            ProvenLog other = new ProvenLog().grow(size, "fork");
            one.answers(other.proof(12));
            one.assertTampering("its checkpoint of " + size + " entries with root", "proof", "checkpoint-shown", "checkpoint-remembered");
        }
    }

    @Test
    void takesAShorterLedgerForTampering() {
        proven();
        session.disconnect();
        session.connect(1);
        answers(new ProvenLog().grow(9, "other").proof(12));
        assertTampering("it shows a ledger of 9 entries, after it signed one of 12", "proof", "checkpoint-shown", "checkpoint-remembered");
    }

    @Test
    void takesACheckpointOfAnotherKeyForTampering() {
        receipted(5);
        log.key = Chain.key(9);
        answers(log.proof(0).addEntries(log.entry(1, 10, 11)));
        assertTampering("not signed by any known key", "proof", "checkpoint-shown");
    }

    @Test
    void goesOnUnderTheNextLogKey() {
        proven();
        session.disconnect();
        session.forget();
        session.connect(1, Chain.toSecond());
        log.grow(Chain.FIRST_END + 1, "more");
        log.key = Chain.SECOND;
        answers(log.proof(12));
        assertThat(session.only(Effect.KeepProofs.class).checkpoint().checkpoint().size()).isEqualTo(Chain.FIRST_END + 1);

        log.grow(Chain.FIRST_END + 9, "forged by whoever stole the first key");
        log.key = Chain.FIRST;
        answers(log.proof(Chain.FIRST_END + 1));
        assertTampering("not signed by any known key", "proof", "checkpoint-shown", "checkpoint-remembered");
    }

    @Test
    void refusesMalformedHashes() {
        receipted(5);
        answers(log.proof(0).addConsistency(ByteString.copyFromUtf8("short")));
        assertTampering("at most 64 hashes of 32 bytes", "proof", "checkpoint-shown");
    }
}
