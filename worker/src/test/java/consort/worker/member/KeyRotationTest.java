package consort.worker.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.audit.Trust;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.Subject;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.worker.enroll.TaughtKeys;
import consort.worker.folder.PartyFolder;
import io.grpc.Status;
import io.grpc.StatusException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An organization goes over to its next key, whatever fails meanwhile. */
class KeyRotationTest {

    private static final String ORIGIN = "pool.example/pool";
    private static final SignerKey LOG_KEY = SignerKey.fromSeed(ORIGIN, new byte[32]);
    private static final SignerKey FIRST = SignerKey.fromSeed(KeyNames.organization(ORIGIN, "acme"), new byte[32]);

    @TempDir
    private Path root;

    private PartyFolder folder;
    private final Coordinator coordinator = new Coordinator();

    /** Keeps the rules that the fold has about keys, and fails at one of the calls made to it. */
    private static final class Coordinator implements OwnEntries.Membership {
        private final Map<VerifierKey, Long> seqs = new HashMap<>(Map.of(FIRST.verifierKey(), 1L));
        private final List<byte[]> held = new ArrayList<>();
        private VerifierKey present = FIRST.verifierKey();
        private VerifierKey successor;
        private boolean replaced;
        private int calls;
        private int failing;

        @Override
        public OwnEntries.Position position(VerifierKey key) throws StatusException {
            calls++;
            failHere();
            return new OwnEntries.Position(seqs.getOrDefault(key, 0L), seqs.containsKey(key), "");
        }

        @Override
        public byte[] append(byte[] bytes) throws StatusException {
            calls++;
            failHere();
            byte[] receipt = enter(bytes);
            calls++;
            failHere();
            return receipt;
        }

        private void failHere() throws StatusException {
            if (calls == failing) {
                throw Status.UNAVAILABLE.withDescription("call " + calls).asException();
            }
        }

        /** Somebody with a copy of the folder names a key. */
        private void nameAnother() {
            successor = SignerKey.fromSeed(FIRST.name(), digestOf(9)).verifierKey();
            seqs.put(successor, 0L);
            seqs.merge(present, 1L, Long::sum);
            held.add(new byte[0]);
            replaced = true;
        }

        private static byte[] digestOf(int value) {
            byte[] seed = new byte[SignerKey.SEED_BYTES];
            seed[0] = (byte) value;
            return seed;
        }

        private byte[] enter(byte[] bytes) throws StatusException {
            if (held.stream().noneMatch(one -> java.util.Arrays.equals(one, bytes))) {
                Entry entry = Entries.parse(bytes);
                PartyBody body = (PartyBody) entry.body();
                VerifierKey signer = successor != null && entry.isSignedBy(successor) ? successor : present;
                if (replaced && !entry.isSignedBy(signer)) {
                    throw Status.FAILED_PRECONDITION.withDescription("not signed by a key that counts").asException();
                }
                assertThat(entry.isSignedBy(signer)).as("signed by a key that counts").isTrue();
                assertThat(body.seq()).isEqualTo(seqs.get(signer) + 1);
                seqs.put(signer, body.seq());
                if (signer.equals(successor)) {
                    present = successor;
                    successor = null;
                } else if (body instanceof Key key && key.purpose() == Key.Purpose.ORGANIZATION) {
                    assertThat(successor == null || replaced).as("one next key, not several").isTrue();
                    successor = VerifierKey.parse(key.key());
                    seqs.put(successor, 0L);
                }
                held.add(bytes);
            }
            return Receipts.sign(LOG_KEY, List.of(new Receipted(100 + held.size(), Entries.parse(bytes).leafHash())));
        }
    }

    @BeforeEach
    void aMembersFolder() {
        folder = new PartyFolder(root);
        folder.save(FIRST);
        folder.save(new Trust(LOG_KEY.verifierKey(), "a".repeat(64), "b".repeat(64)));
    }

    private VerifierKey rotate() throws Exception {
        return new OwnEntries(folder, coordinator, TaughtKeys.only(LOG_KEY)).rotate("acme", 1_700_000_000_000L);
    }

    private void withdraw() throws Exception {
        new OwnEntries(folder, coordinator, TaughtKeys.only(LOG_KEY)).append(
                seq -> new Withdrawal(1_700_000_000_000L, seq, Subject.of(new WorkerId("acme", "w1")), "sold"));
    }

    @Test
    void theNewKeyIsThePresentOneAndEntriesGoOnFromIt() throws Exception {
        withdraw();
        VerifierKey second = rotate();
        assertThat(second).isNotEqualTo(FIRST.verifierKey()).isEqualTo(coordinator.present);
        assertThat(folder.signingKey().verifierKey()).isEqualTo(second);
        assertThat(folder.nextKeyFile()).doesNotExist();
        withdraw();
        assertThat(coordinator.seqs).containsEntry(second, 2L);
        assertThat(rotate()).isNotEqualTo(second);
        assertThat(coordinator.seqs).hasSize(3);
        try (var receipts = Files.list(root.resolve("receipts"))) {
            assertThat(receipts).as("none replaced another").hasSize(coordinator.held.size());
        }
        assertThat(root.resolve("outbox")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void isFinishedByTheNextAttemptWhereverItFailed(int call) throws Exception {
        coordinator.failing = call;
        assertThatThrownBy(this::rotate).isInstanceOf(StatusException.class);
        coordinator.failing = 0;
        VerifierKey second = rotate();
        assertThat(second).isNotEqualTo(FIRST.verifierKey()).isEqualTo(coordinator.present);
        assertThat(coordinator.seqs).as("one new key, however often it was tried").hasSize(2);
        assertThat(folder.signingKey().verifierKey()).isEqualTo(second);
        assertThat(root.resolve("outbox")).isEmptyDirectory();
        withdraw();
    }

    @Test
    void namesANewKeyWhenAnotherWasNamedAfterOurs() throws Exception {
        coordinator.failing = 4;
        assertThatThrownBy(this::rotate).isInstanceOf(StatusException.class);
        coordinator.failing = 0;
        VerifierKey ours = folder.nextKey().orElseThrow().verifierKey();
        coordinator.nameAnother();
        VerifierKey third = rotate();
        assertThat(third).isNotEqualTo(ours).isNotEqualTo(FIRST.verifierKey()).isEqualTo(coordinator.present);
        assertThat(folder.signingKey().verifierKey()).isEqualTo(third);
        assertThat(folder.nextKeyFile()).doesNotExist();
        assertThat(root.resolve("outbox")).isEmptyDirectory();
        withdraw();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void otherEntriesCanBeAppendedMeanwhile(int call) throws Exception {
        coordinator.failing = call;
        assertThatThrownBy(this::rotate).isInstanceOf(StatusException.class);
        coordinator.failing = 0;
        withdraw();
        rotate();
        withdraw();
        assertThat(coordinator.present).isNotEqualTo(FIRST.verifierKey());
        assertThat(folder.nextKeyFile()).doesNotExist();
    }
}
