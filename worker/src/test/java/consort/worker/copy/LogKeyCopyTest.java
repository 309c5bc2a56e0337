package consort.worker.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Charter;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Document;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.worker.enroll.KnownKeys;
import consort.worker.enroll.TamperingException;
import consort.worker.enroll.TaughtKeys;
import consort.worker.folder.ConfigException;
import consort.worker.trust.Chain;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a ledger whose log key is replaced, by members who heard of it and by members who did not. */
class LogKeyCopyTest {

    private static final int MAX_BYTES = 1 << 20;
    private static final int BEFORE = 90;
    private static final int AFTER = 150;

    private static final byte[] CHARTER = "{}".getBytes(StandardCharsets.UTF_8);
    private static final ByteString TO_SECOND = Chain.next(Chain.SECOND, Chain.FIRST_END,
            root(entries((int) Chain.FIRST_END, false, "test")), Chain.FIRST);
    private static final LogKeys SECOND = Chain.after(Chain.first(), TO_SECOND);

    private final SimulatedDisk copy = new SimulatedDisk(new SplittableRandom(2));

    /** The first entries of a ledger, with or without the one that names the second key. */
    private static List<byte[]> entries(int size, boolean rotated, String software) {
        List<byte[]> entries = new ArrayList<>();
        entries.add(Chain.signed(new Charter(1, Document.digest(CHARTER), "a".repeat(64), Chain.FIRST.verifierKey().toString()),
                Chain.FIRST).toByteArray());
        for (int i = 1; i < size; i++) {
            SignerKey reigning = rotated && i > Chain.FIRST_END ? Chain.SECOND : Chain.FIRST;
            ByteString entry = rotated && i == Chain.FIRST_END ? TO_SECOND : Chain.signed(new CoordinatorStarted(1, i, software), reigning);
            entries.add(entry.toByteArray());
        }
        return entries;
    }

    private static String root(List<byte[]> entries) {
        CompactTree tree = new CompactTree();
        entries.forEach(entry -> tree.append(TreeHash.leaf(entry)));
        return tree.root().hex();
    }

    /** As a coordinator serves it, under a checkpoint by these keys. */
    private static SimulatedDisk ledger(int size, boolean rotated, SignerKey... signers) throws IOException {
        return ledger(entries(size, rotated, "test"), signers);
    }

    private static SimulatedDisk ledger(List<byte[]> entries, SignerKey... signers) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        disk.replace("docs/" + Document.digest(CHARTER), CHARTER);
        try (LogStore store = LogStore.open(disk, Chain.FIRST.verifierKey())) {
            store.append(entries);
            store.publish(Chain.FIRST);
        }
        Checkpoint checkpoint = new LogReader(TileSource.of(disk)).checkpoint().checkpoint();
        disk.replace(SignedCheckpoint.PATH, SignedCheckpoint.sign(checkpoint, signers).bytes());
        return disk;
    }

    private long update(SimulatedDisk served, TaughtKeys keys) throws Exception {
        return new LedgerCopy(new ServedDisk(served), copy, keys).update().entries();
    }

    private void refuses(SimulatedDisk served, LogKeys known, LogKeys toLearn, String message) throws Exception {
        byte[] before = copy.exists(SignedCheckpoint.PATH) ? copy.readAll(SignedCheckpoint.PATH, MAX_BYTES) : new byte[0];
        assertThatThrownBy(() -> update(served, TaughtKeys.of(known, toLearn)))
                .isInstanceOf(TamperingException.class).hasMessageContaining(message);
        assertThat(copy.exists(SignedCheckpoint.PATH) ? copy.readAll(SignedCheckpoint.PATH, MAX_BYTES) : new byte[0]).isEqualTo(before);
    }

    @Test
    void goesOnUnderANewKeyThatItLearnsOf() throws Exception {
        update(ledger(BEFORE, true, Chain.FIRST), TaughtKeys.only(Chain.FIRST));
        TaughtKeys keys = TaughtKeys.of(Chain.first(), SECOND);
        assertThat(update(ledger(AFTER, true, Chain.SECOND), keys)).isEqualTo(AFTER);
        assertThat(keys.asked()).isEqualTo(1);
        assertThat(copy.readAll(TrustPolicy.PATH, MAX_BYTES))
                .isEqualTo(new TrustPolicy(Chain.SECOND.verifierKey()).text().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void learnsOfANewKeyWhileBothSign() throws Exception {
        TaughtKeys keys = TaughtKeys.of(Chain.first(), SECOND);
        update(ledger(AFTER, true, Chain.FIRST, Chain.SECOND), keys);
        assertThat(keys.known()).isEqualTo(SECOND);
        assertThat(keys.asked()).isEqualTo(1);
        update(ledger(AFTER, true, Chain.FIRST, Chain.SECOND), keys);
        assertThat(keys.asked()).as("it is known now").isEqualTo(1);
    }

    @Test
    void believesNothingThatTheOldKeyAloneSignsForAfterItsEnd() throws Exception {
        String unsigned = "checkpoint does not hold";
        refuses(ledger(AFTER, false, Chain.FIRST), SECOND, SECOND, unsigned);
        refuses(ledger(AFTER, true, Chain.FIRST), Chain.first(), SECOND, unsigned);
        update(ledger(BEFORE, true, Chain.FIRST), TaughtKeys.of(SECOND, SECOND));
        refuses(ledger(AFTER, false, Chain.FIRST), SECOND, SECOND, unsigned);
    }

    @Test
    void believesNoKeyThatIsNotPassedOn() throws Exception {
        refuses(ledger(AFTER, true, Chain.SECOND), Chain.first(), Chain.first(), "checkpoint does not hold");
        refuses(ledger(AFTER, true, Chain.FIRST, Chain.SECOND), Chain.first(), Chain.first(), "log keys that the coordinator's ledger names do not hold");
    }

    @Test
    void whoRefusesToTellOfNewerKeysHidesNothingByIt() throws Exception {
        SimulatedDisk served = ledger(AFTER, true, Chain.SECOND);
        assertThatThrownBy(() -> new LedgerCopy(new ServedDisk(served), copy, refusing(Status.INVALID_ARGUMENT)).update())
                .isInstanceOf(TamperingException.class).hasMessageContainingAll("checkpoint does not hold", "the coordinator refused: not now");
        assertThatThrownBy(() -> new LedgerCopy(new ServedDisk(served), copy, refusing(Status.UNAVAILABLE)).update())
                .isInstanceOf(StatusException.class);
    }

    private static KnownKeys refusing(Status status) {
        return new KnownKeys() {
            @Override
            public LogKeys known() {
                return Chain.first();
            }

            @Override
            public LogKeys learn() throws StatusException {
                throw status.withDescription("not now").asException();
            }
        };
    }

    @Test
    void believesNoOtherPastThatALaterKeySigns() throws Exception {
        List<byte[]> rewritten = new ArrayList<>(entries(AFTER, true, "rewritten"));
        refuses(ledger(rewritten, Chain.SECOND), SECOND, SECOND, "here stand 100, with root");
        rewritten.set((int) Chain.FIRST_END, Chain.next(Chain.SECOND, Chain.FIRST_END,
                root(rewritten.subList(0, (int) Chain.FIRST_END)), Chain.FIRST).toByteArray());
        refuses(ledger(rewritten, Chain.SECOND), SECOND, SECOND, "log keys that the coordinator's ledger names do not hold");
    }

    @Test
    void takesUpACopyThatSomebodyBroughtUpToDateWhoKnowsTheNewKey(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve(SignedCheckpoint.PATH), ledger(AFTER, true, Chain.SECOND).readAll(SignedCheckpoint.PATH, MAX_BYTES));
        CopyFolder.open(folder, TaughtKeys.of(Chain.first(), SECOND));
        assertThatThrownBy(() -> CopyFolder.open(folder, TaughtKeys.only(Chain.FIRST)))
                .isInstanceOf(ConfigException.class).hasMessageContaining("is no copy of the ledger " + Chain.ORIGIN);
    }
}
