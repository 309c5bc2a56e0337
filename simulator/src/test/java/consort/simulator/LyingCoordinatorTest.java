package consort.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Receipts;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.Prover;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.proto.CoordinatorMessage;
import consort.proto.EntryProof;
import consort.proto.InclusionPath;
import consort.proto.Proof;
import consort.simulator.fault.FaultSet;
import consort.simulator.node.Tongue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A coordinator that has its log's key and lies with it is caught by a worker that keeps what it was told. */
class LyingCoordinatorTest {

    private static final long SEED = 4;
    private static final Plan PLAN = Plan.of(SEED, FaultSet.NONE);

    private final SignerKey logKey = new Keys(SEED, Scenario.of(PLAN).charter().origin()).log();

    private String caught(Tongue lying) {
        return catchThrowableOfType(ViolationException.class,
                () -> Simulation.run(PLAN, World.PLAIN.withTongue(lying))).getMessage();
    }

    /** What a coordinator without scruples would prove of other leaves. */
    private Proof lie(Proof honest, List<Hash> leaves) throws IOException {
        Prover prover = new Prover((height, index) ->
                TreeHash.perfect(leaves.subList((int) (index << height), (int) (index + 1 << height))));
        SignedCheckpoint forged = SignedCheckpoint.sign(
                new Checkpoint(logKey.name(), leaves.size(), prover.root(leaves.size())), logKey);
        Proof.Builder proof = Proof.newBuilder().setKnownSize(honest.getKnownSize())
                .setCheckpoint(ByteString.copyFrom(forged.bytes()));
        if (honest.getKnownSize() <= leaves.size()) {
            proof.addAllConsistency(bytes(prover.consistency(honest.getKnownSize(), leaves.size())));
        }
        for (EntryProof entry : honest.getEntriesList()) {
            EntryProof.Builder paths = EntryProof.newBuilder().setSeq(entry.getSeq());
            for (int i = 0; i < entry.getPathsCount(); i++) {
                paths.addPaths(InclusionPath.newBuilder().addAllHashes(bytes(prover.inclusion(i, leaves.size()))));
            }
            proof.addEntries(paths);
        }
        return proof.build();
    }

    private static List<Hash> leaves(LogStore log) throws IOException {
        List<Hash> leaves = new ArrayList<>();
        for (long index = 0; index < log.size(); index++) {
            leaves.add(TreeHash.leaf(log.entry(index)));
        }
        return leaves;
    }

    private static List<ByteString> bytes(List<Hash> hashes) {
        return hashes.stream().map(hash -> ByteString.copyFrom(hash.bytes())).toList();
    }

    @Test
    void aDroppedEntryOfAReceiptIsMissed() {
        long[] receipted = {-1};
        assertThat(caught((message, log) -> {
            if (message.hasReceipt()) {
                receipted[0] = Receipts.parse(message.getReceipt().getNote().toByteArray()).entries().getFirst().index();
            }
            if (!message.hasProof() || receipted[0] < 0) {
                return message;
            }
            List<Hash> leaves = leaves(log);
            leaves.remove((int) receipted[0]);
            return CoordinatorMessage.newBuilder().setProof(lie(message.getProof(), leaves)).build();
        })).contains("ended with 60", "nothing shows that entry");
    }

    @Test
    void anotherTreeIsSeenByWhoRemembersTheFirst() {
        assertThat(caught((message, log) -> {
            if (!message.hasProof() || message.getProof().getKnownSize() == 0) {
                return message;
            }
            List<Hash> leaves = leaves(log);
            leaves.set(1, TreeHash.leaf("another acceptance".getBytes()));
            return CoordinatorMessage.newBuilder().setProof(lie(message.getProof(), leaves)).build();
        })).contains("ended with 60", "does not continue the one of");
    }

    @Test
    void aShorterLedgerIsSeenByWhoRemembersTheLongerOne() {
        assertThat(caught((message, log) -> {
            if (!message.hasProof() || message.getProof().getKnownSize() == 0) {
                return message;
            }
            List<Hash> leaves = leaves(log).subList(0, (int) message.getProof().getKnownSize() - 1);
            return CoordinatorMessage.newBuilder().setProof(lie(message.getProof(), leaves)).build();
        })).contains("ended with 60", "after it signed one of");
    }

    /** Whoever proves nothing is not caught lying: the worker never has what it waits for, and says so. */
    @Test
    void aCoordinatorThatProvesNothingIsWaitedForInVain() {
        List<String> trace = new ArrayList<>();
        String ended = catchThrowableOfType(ViolationException.class, () -> Simulation.run(PLAN,
                World.PLAIN.withTrace(trace::add).withTongue((message, log) -> message.hasProof()
                        ? CoordinatorMessage.newBuilder().setProof(message.getProof().toBuilder().clearEntries()).build() : message)))
                .getMessage();
        assertThat(ended).contains("a worker still has a claim in its outbox, or no proof for a receipt");
        Optional<String> told = trace.stream().filter(line -> line.contains("the coordinator gives no proof of what receipt")).findFirst();
        assertThat(told).isPresent();
    }
}
