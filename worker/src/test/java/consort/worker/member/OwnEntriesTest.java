package consort.worker.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.audit.Trust;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.WorkerId;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.worker.enroll.TamperingException;
import consort.worker.enroll.TaughtKeys;
import consort.worker.folder.PartyFolder;
import consort.worker.trust.Chain;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an organization's entries when the coordinator refuses them, or its answer is lost. */
class OwnEntriesTest {

    private static final String ORIGIN = "pool.example/pool";
    private static final SignerKey LOG_KEY = Chain.FIRST;
    private static final long FIRST_INDEX = Chain.FIRST_END + 10;

    @TempDir
    private Path root;

    private PartyFolder folder;
    private final Coordinator coordinator = new Coordinator();

    /** Holds acme's entries in memory; may refuse one, or lose the answer to one. */
    private static final class Coordinator implements OwnEntries.Membership {
        private final List<byte[]> held = new ArrayList<>();
        private Status refusal = Status.OK;
        private boolean losesAnswer;
        private SignerKey signer = LOG_KEY;

        @Override
        public OwnEntries.Position position(VerifierKey key) {
            return new OwnEntries.Position(lastSeq(), true, "");
        }

        private long lastSeq() {
            return held.size() + 1L;    // the acceptance was entry 1
        }

        @Override
        public byte[] append(byte[] entry) throws StatusException {
            if (!refusal.isOk()) {
                throw refusal.asException();
            }
            PartyBody body = (PartyBody) Entries.parse(entry).body();
            if (body.seq() == lastSeq() + 1) {
                held.add(entry);
            }
            assertThat(held.get((int) body.seq() - 2)).as("the same bytes for the same seq").isEqualTo(entry);
            if (losesAnswer) {
                throw Status.UNAVAILABLE.asException();
            }
            return Receipts.sign(signer, List.of(new Receipted(FIRST_INDEX + body.seq(), TreeHash.leaf(entry))));
        }
    }

    @BeforeEach
    void aMembersFolder() {
        folder = new PartyFolder(root);
        folder.save(SignerKey.fromSeed(KeyNames.organization(ORIGIN, "acme"), new byte[32]));
        folder.save(new Trust(LOG_KEY.verifierKey(), "a".repeat(64), "b".repeat(64)));
    }

    @Test
    void forgetsARefusedEntryAndGoesOnWithTheNextCommand() throws Exception {
        coordinator.refusal = Status.INVALID_ARGUMENT.withDescription("no such worker name");
        assertThatThrownBy(() -> append("w1")).isInstanceOf(StatusException.class).hasMessageContaining("no such worker name");
        assertThat(root.resolve("outbox/2")).doesNotExist();
        coordinator.refusal = Status.OK;
        append("w2");
        assertThat(coordinator.held).hasSize(1);
        assertThat(Entries.parse(coordinator.held.getFirst()).body())
                .isInstanceOfSatisfying(Key.class, key -> assertThat(key.worker()).contains("w2"));
        assertThat(root.resolve("receipts/2")).exists();
        assertThat(root.resolve("outbox/2")).doesNotExist();
    }

    @Test
    void sendsAnEntryWhoseAnswerWasLostAgainBeforeTheNext() throws Exception {
        coordinator.losesAnswer = true;
        assertThatThrownBy(() -> append("w1")).isInstanceOf(StatusException.class);
        assertThat(root.resolve("outbox/2")).as("kept: the ledger may hold it").exists();
        coordinator.losesAnswer = false;
        append("w2");
        assertThat(coordinator.held).hasSize(2);
        assertThat(root.resolve("receipts/2")).exists();
        assertThat(root.resolve("receipts/3")).exists();
        assertThat(root.resolve("outbox")).isEmptyDirectory();
    }

    @Test
    void learnsOfALogKeyThatSignsAReceipt() throws Exception {
        coordinator.signer = Chain.SECOND;
        TaughtKeys keys = TaughtKeys.of(Chain.first(), Chain.second());
        append("w1", keys);
        append("w2", keys);
        assertThat(keys.asked()).isEqualTo(1);
        assertThat(root.resolve("receipts/3")).exists();
        assertThat(root.resolve("outbox")).isEmptyDirectory();
    }

    @Test
    void believesNoReceiptOfALogKeyThatSignsNoMore() {
        TaughtKeys keys = TaughtKeys.of(Chain.second(), Chain.second());
        assertThatThrownBy(() -> append("w1", keys)).isInstanceOf(TamperingException.class).hasMessageContaining("does not hold");
        assertThat(root.resolve("receipts/2")).doesNotExist();
        assertThat(root.resolve("outbox/2")).as("it may stand in the ledger").exists();
    }

    private void append(String worker) throws IOException, StatusException {
        append(worker, TaughtKeys.only(LOG_KEY));
    }

    private void append(String worker, TaughtKeys keys) throws IOException, StatusException {
        new OwnEntries(folder, coordinator, keys).append(seq -> Key.workerInvite(1_700_000_000_000L, new WorkerId("acme", worker), seq,
                SignerKey.fromSeed(KeyNames.invite(ORIGIN, new WorkerId("acme", worker)), new byte[32]).verifierKey().toString(),
                "c".repeat(64), 1_800_000_000_000L));
    }
}
