package consort.worker.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyFile;
import consort.ledger.entry.WorkerId;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import consort.worker.enroll.TamperingException;
import consort.worker.enroll.TaughtKeys;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What stands in a copy at any time, whatever the coordinator serves and whenever the copying ends. */
class LedgerCopyTest {

    private static final String DOMAIN = "example.org";
    private static final SignerKey KEY = key("example.org/pool", 0);
    private static final WorkerId WORKER = new WorkerId("acme", "w1");
    private static final String KEY_FILE = "keys/acme.w1.worker";
    private static final int MAX_BYTES = 1 << 20;

    private final SimulatedDisk coordinator = new SimulatedDisk(new SplittableRandom(1));
    private final SimulatedDisk copy = new SimulatedDisk(new SplittableRandom(2));

    @Test
    void holdsTheKeysOfTheEntriesUnderItsCheckpointWhateverTheFolderShows() throws Exception {
        Key joined = admit(1);
        Key rejoined = admit(2);
        append(joined);
        // The worker came back a moment ago: its new key is shown, its entry under no checkpoint yet.
        coordinator.replace(KEY_FILE, KeyFile.of(rejoined).orElseThrow().bytes());
        update(new ServedDisk(coordinator));
        assertThat(copy.readAll(KEY_FILE, MAX_BYTES)).isEqualTo(KeyFile.of(joined).orElseThrow().bytes());
        append(rejoined);
        update(new ServedDisk(coordinator));
        assertThat(copy.readAll(KEY_FILE, MAX_BYTES)).isEqualTo(KeyFile.of(rejoined).orElseThrow().bytes());
    }

    @Test
    void aTileThatIsALieIsRefusedAndLeavesNothingBehind() throws Exception {
        grow(0, 600);
        for (String file : List.of("tile/entries/000", "tile/0/001", "tile/entries/002.p/88")) {
            assertThatThrownBy(() -> update(lyingAbout(file))).isInstanceOf(TamperingException.class);
            assertThat(copy.list("tile")).as("after a lie about " + file).isEmpty();
        }
        update(new ServedDisk(coordinator));
        assertWhole(600);
    }

    @Test
    void aLieAboutWhatIsNewLeavesTheCopyOfBefore() throws Exception {
        grow(0, 300);
        update(new ServedDisk(coordinator));
        grow(300, 900);
        assertThatThrownBy(() -> update(lyingAbout("tile/entries/001"))).isInstanceOf(TamperingException.class);
        assertWhole(300);
        update(new ServedDisk(coordinator));
        assertWhole(900);
    }

    @Test
    void aLieOfAnUpdateThatWasCutOffIsNotHeldAgainstWhoAnswersNext() throws Exception {
        grow(0, 600);
        assertThatThrownBy(() -> update(cutOffAt("tile/0/000", lyingAbout("tile/entries/000"))))
                .hasMessageContaining("cut off");
        assertThat(copy.list("")).containsExactly("fetched/");
        update(new ServedDisk(coordinator));
        assertWhole(600);
    }

    @Test
    void goesOnWithWhatAnUpdateThatWasCutOffHadFetched() throws Exception {
        grow(0, 600);
        assertThatThrownBy(() -> update(cutOffAt("tile/0/000", new ServedDisk(coordinator)))).hasMessageContaining("cut off");
        update(cutOffAt("tile/entries/000", new ServedDisk(coordinator)));
        assertWhole(600);
    }

    private LedgerFiles lyingAbout(String file) {
        ServedDisk honest = new ServedDisk(coordinator);
        return (path, maxBytes) -> {
            Optional<byte[]> bytes = honest.read(path, maxBytes);
            if (path.equals(file)) {
                bytes.orElseThrow()[40] ^= 1;
            }
            return bytes;
        };
    }

    private static LedgerFiles cutOffAt(String file, LedgerFiles files) {
        return (path, maxBytes) -> {
            if (path.equals(file)) {
                throw Status.UNAVAILABLE.withDescription("cut off").asException();
            }
            return files.read(path, maxBytes);
        };
    }

    private void assertWhole(long size) throws IOException {
        LogReader reader = new LogReader(TileSource.of(copy));
        SignedCheckpoint checkpoint = reader.checkpoint(KEY.verifierKey());
        assertThat(checkpoint.checkpoint().size()).isEqualTo(size);
        reader.verify(checkpoint.checkpoint(), (_, _) -> { });
        assertThat(copy.list(Fetched.FOLDER)).isEmpty();
    }

    private void append(Key key) throws IOException {
        append(List.of(Entries.sign(DOMAIN, key, KEY)));
    }

    private void grow(int from, int to) throws IOException {
        append(IntStream.range(from, to).mapToObj(i -> ("entry " + i).getBytes(StandardCharsets.UTF_8)).toList());
    }

    private void append(List<byte[]> entries) throws IOException {
        try (LogStore store = LogStore.open(coordinator, KEY.verifierKey())) {
            store.append(entries);
            store.publish(KEY);
        }
    }

    private void update(LedgerFiles remote) throws Exception {
        new LedgerCopy(remote, copy, TaughtKeys.only(KEY)).update();
    }

    private static Key admit(int seed) {
        return Key.worker(seed, WORKER, key("example.org/pool/acme/w1", seed).verifierKey().toString());
    }

    private static SignerKey key(String name, int seed) {
        byte[] bytes = new byte[SignerKey.SEED_BYTES];
        bytes[0] = (byte) seed;
        return SignerKey.fromSeed(name, bytes);
    }
}
