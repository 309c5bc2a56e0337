package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.log.LogStore;
import consort.ledger.log.TilePath;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No file of the tree goes out that a medium changed, on whichever level. */
class TileCheckTest {

    private static final SignerKey KEY = SignerKey.fromSeed("example.org/pool", new byte[SignerKey.SEED_BYTES]);
    private static final List<TilePath> ALL = List.of(new TilePath(TilePath.ENTRIES, 0, 256), new TilePath(TilePath.ENTRIES, 2, 8),
            new TilePath(0, 0, 256), new TilePath(0, 1, 256), new TilePath(0, 2, 8), new TilePath(1, 0, 2));

    private final SimulatedDisk disk = new SimulatedDisk(new Random(1));
    private long nanos;
    private final TileCheck check = new TileCheck(disk, "", () -> nanos);

    @BeforeEach
    void publishes520Entries() throws IOException {
        try (LogStore store = LogStore.open(disk, KEY.verifierKey())) {
            store.append(IntStream.range(0, 520).mapToObj(i -> ("entry " + i).getBytes()).toList());
            store.publish(KEY);
        }
    }

    @Test
    void whatIsWholeHasNoFault() throws IOException {
        for (TilePath tile : ALL) {
            assertThat(check.fault(tile.path())).as(tile.path()).isEmpty();
        }
        assertThat(check.fault("checkpoint")).isEmpty();
    }

    @Test
    void aChangedByteAndALostOneAreFaultsOfTheFile() throws IOException {
        for (TilePath tile : ALL) {
            byte[] whole = disk.readAll(tile.path(), 1 << 20);
            byte[] flipped = whole.clone();
            flipped[flipped.length - 1] ^= 1;
            for (byte[] rotten : List.of(flipped, Arrays.copyOf(whole, whole.length - 1))) {
                disk.replace(tile.path(), rotten);
                assertThat(check.fault(tile.path())).as(tile.path()).hasValueSatisfying(fault -> assertThat(fault).contains(tile.path()));
            }
            disk.replace(tile.path(), whole);
        }
    }

    @Test
    void aTileWithNothingToHoldItAgainstHasNone() throws IOException {
        disk.delete(ALL.getFirst().path());
        assertThat(check.fault(new TilePath(0, 0, 256).path())).isEmpty();
    }

    /** Else who asks for it over and over makes the coordinator read 256 tiles each time. */
    @Test
    void aTileAboveOthersThatWasWholeIsLookedAtAgainAfterAMinute() throws IOException {
        TilePath above = ALL.stream().filter(tile -> tile.level() == 1).findFirst().orElseThrow();
        assertThat(check.fault(above.path())).isEmpty();
        byte[] rotten = disk.readAll(above.path(), 1 << 20);
        rotten[0] ^= 1;
        disk.replace(above.path(), rotten);
        nanos += 59_000_000_000L;
        assertThat(check.fault(above.path())).isEmpty();
        nanos += 2_000_000_000L;
        assertThat(check.fault(above.path())).hasValueSatisfying(fault -> assertThat(fault).contains(above.path()));
    }
}
