package consort.worker.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.worker.session.Backlog;
import consort.worker.session.PendingClaim;
import consort.worker.session.Proven;
import consort.worker.session.Recovered;
import consort.worker.session.Unproven;
import consort.worker.session.Verdict;
import consort.worker.trust.Chain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProofFilesTest {

    private static final Hash LEAF = TreeHash.leaf(new byte[1]);

    private static final LogKeys KEYS = LogKeys.of(Chain.FIRST.verifierKey());

    private final SimulatedDisk disk = new SimulatedDisk(new Random(1));

    private static SignedCheckpoint checkpoint(long size) {
        return SignedCheckpoint.sign(new Checkpoint(Chain.ORIGIN, size, LEAF), Chain.FIRST);
    }

    private static byte[] receipt(long... indexes) {
        return Receipts.sign(Chain.FIRST, LongStream.of(indexes).mapToObj(index -> new Receipted(index, LEAF)).toList());
    }

    private static Proven proven(long seq, SignedCheckpoint checkpoint, long... indexes) {
        return new Proven(seq, LongStream.of(indexes).mapToObj(index -> new TlogProof(index, List.of(LEAF), checkpoint)).toList());
    }

    @Test
    void findsWhatLacksProofsAndTheNewestCheckpoint() throws IOException {
        disk.create("receipts/1", receipt(4));
        disk.create("receipts/2", receipt(5, 6));
        disk.create("receipts/key", receipt(3));
        disk.create("receipts/9", "a damaged one".getBytes());
        Outbox outbox = Outbox.open(disk);
        assertThat(outbox.recovered().checkpoint()).isEmpty();
        assertThat(outbox.unproven(KEYS).first()).extracting(Unproven::seq).containsExactly(1L, 2L);

        outbox.keepProofs(checkpoint(9), List.of(proven(2, checkpoint(9), 5, 6)));
        assertThat(outbox.unproven(KEYS).first()).containsExactly(new Unproven(1, List.of(new Receipted(4, LEAF))));
        assertThat(disk.list("receipts")).contains("2.observation.tlog-proof", "2.tlog-proof", "checkpoint");
        assertThat(TlogProof.parse(disk.readAll("receipts/2.observation.tlog-proof", TlogProof.MAX_BYTES)).index()).isEqualTo(6);

        outbox.keepProofs(checkpoint(12), List.of(proven(1, checkpoint(12), 4)));
        disk.loseMachine();
        Recovered later = Outbox.open(disk).recovered();
        assertThat(later.checkpoint()).contains(checkpoint(12));
        assertThat(outbox.unproven(KEYS)).isEqualTo(new Backlog(List.of(), 0, List.of(9L)));
        assertThat(later.lastKeptSeq()).isEqualTo(9);
    }

    /** Dying between any two writes: the checkpoint is remembered before anything that is proven by it. */
    @Test
    void keepsNoProofUnderACheckpointThatItForgot() throws IOException {
        for (int call = 0; call < 40; call++) {
            SimulatedDisk dying = new SimulatedDisk(new Random(call));
            dying.create("receipts/1", receipt(4, 5));
            Outbox outbox = Outbox.open(dying);
            long last = dying.operations() + call;
            dying.inject((number, operation, path) -> number >= last
                    ? Faults.Outcome.FAIL : Faults.Outcome.SUCCEED);
            try {
                outbox.keepProofs(checkpoint(9), List.of(proven(1, checkpoint(9), 4, 5)));
            } catch (IOException dead) {
                assertThat(dying.operations()).as("call " + call).isGreaterThanOrEqualTo(last);
            }
            dying.inject(Faults.NONE);
            dying.loseMachine();
            Outbox again = Outbox.open(dying);
            boolean proven = dying.exists("receipts/1.tlog-proof");
            assertThat(again.unproven(KEYS).count()).as("call " + call).isEqualTo(proven ? 0 : 1);
            assertThat(proven || dying.exists("receipts/1.observation.tlog-proof")).as("call " + call)
                    .matches(kept -> !kept || again.recovered().checkpoint().isPresent());
        }
    }

    @Test
    void holdsABoundedPartOfALongBacklog() throws IOException {
        for (long seq = 1; seq <= 100; seq++) {
            disk.create("receipts/" + seq, receipt(2 * seq, 2 * seq + 1));
        }
        Backlog backlog = Outbox.open(disk).unproven(KEYS);
        assertThat(backlog.first()).hasSize(Backlog.MAX_FIRST).first().extracting(Unproven::seq).isEqualTo(1L);
        assertThat(backlog.count()).isEqualTo(100);
    }

    /** Else the worker would accuse the coordinator of not proving what it never said. */
    @Test
    void asksNoProofOfAReceiptThatRotted() throws IOException {
        byte[] sound = receipt(7);
        disk.create("receipts/1", sound);
        disk.create("receipts/2", receipt(8, 9));
        Outbox outbox = Outbox.open(disk);
        disk.replace("receipts/1", new String(sound, StandardCharsets.UTF_8).replace("\n7 ", "\n6 ").getBytes(StandardCharsets.UTF_8));
        assertThat(outbox.unproven(KEYS).damaged()).containsExactly(1L);
        assertThat(outbox.unproven(KEYS).first()).extracting(Unproven::seq).containsExactly(2L);
        disk.replace("receipts/1", sound);
        assertThat(outbox.unproven(KEYS).first()).extracting(Unproven::seq).containsExactly(1L, 2L);
        assertThat(outbox.unproven(KEYS).damaged()).isEmpty();
    }

    @Test
    void saysWhenTheClaimOfAReceiptWasMade() throws IOException {
        Outbox outbox = Outbox.open(disk);
        PendingClaim claim = new PendingClaim(3, 8, ByteString.copyFromUtf8("x"), Optional.empty(), 1_700_000_000_000L, 6);
        outbox.keepClaim(claim);
        outbox.keepReceipt(claim, ByteString.copyFrom(receipt(7, 8)),
                new Verdict(true, Optional.empty(), 6, OptionalLong.empty(), Optional.empty()));
        assertThat(new ProofFiles(disk).claimedMillis(3)).hasValue(1_700_000_000_000L);
        assertThat(new ProofFiles(disk).claimedMillis(4)).isEmpty();
    }

    @Test
    void refusesADamagedCheckpointAndSaysWhatToDo() throws IOException {
        disk.create("receipts/checkpoint", "pool.example/pool\n9\n".getBytes());
        assertThatThrownBy(() -> Outbox.open(disk)).isInstanceOf(IOException.class)
                .hasMessageContaining("receipts/checkpoint is damaged").hasMessageContaining("put it back");
    }
}
