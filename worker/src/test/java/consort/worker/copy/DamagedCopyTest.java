package consort.worker.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.SignerKey;
import consort.worker.enroll.TamperingException;
import consort.worker.enroll.TaughtKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose fault it is when a ledger that grew does not fit to its copy. */
class DamagedCopyTest {

    private static final SignerKey KEY = SignerKey.fromSeed("example.org/pool", new byte[SignerKey.SEED_BYTES]);
    private static final int MAX_BYTES = 1 << 20;

    private final SimulatedDisk coordinator = new SimulatedDisk(new SplittableRandom(1));
    private final SimulatedDisk copy = new SimulatedDisk(new SplittableRandom(2));

    @BeforeEach
    void copyWhatThereIs() throws Exception {
        grow(coordinator, 0, 300);
        update();
    }

    @Test
    void aByteThatChangedInThePartialTileOfTheCopyIsTheCopys() throws Exception {
        grow(coordinator, 300, 320);
        assertDamaged("tile/entries/001.p/44");
    }

    @Test
    void aByteThatChangedInAFullTileOfTheCopyIsTheCopys() throws Exception {
        grow(coordinator, 300, 320);
        assertDamaged("tile/entries/000");
    }

    @Test
    void aByteThatTheCoordinatorChangedIsTheCoordinatorsEvenWhenFetchedAgain() throws Exception {
        grow(coordinator, 300, 320);
        flip(coordinator, "tile/entries/001.p/64");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(this::update).isInstanceOf(TamperingException.class).hasMessageContaining("tile/entries/001.p/64");
        }
    }

    private void assertDamaged(String file) throws Exception {
        flip(copy, file);
        byte[] before = copy.readAll(SignedCheckpoint.PATH, MAX_BYTES);
        assertThatThrownBy(this::update).isInstanceOf(DamagedCopyException.class).hasMessageStartingWith(file);
        assertThat(copy.readAll(SignedCheckpoint.PATH, MAX_BYTES)).isEqualTo(before);
    }

    private static void grow(SimulatedDisk disk, int from, int to) throws IOException {
        try (LogStore store = LogStore.open(disk, KEY.verifierKey())) {
            store.append(IntStream.range(from, to).mapToObj(i -> ("entry " + i).getBytes(StandardCharsets.UTF_8)).toList());
            store.publish(KEY);
        }
    }

    private static void flip(SimulatedDisk disk, String file) throws IOException {
        byte[] bytes = disk.readAll(file, MAX_BYTES);
        bytes[10] ^= 1;
        disk.replace(file, bytes);
    }

    private void update() throws Exception {
        new LedgerCopy(new ServedDisk(coordinator), copy, TaughtKeys.only(KEY)).update();
    }
}
