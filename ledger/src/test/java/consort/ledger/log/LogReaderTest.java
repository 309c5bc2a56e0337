package consort.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import consort.ledger.disk.Disk;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.TreeHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LogReaderTest {

    private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
    private final LogReader reader = new LogReader(TileSource.of(disk));

    @BeforeEach
    void writeALog() throws IOException {
        Logs.write(disk, 100, 300, 600, 620);
    }

    @Test
    void readsWhatTheStoreWrote() throws Exception {
        List<byte[]> read = new ArrayList<>();
        reader.verify(checkpoint(), (index, entry) -> {
            assertThat(index).isEqualTo(read.size());
            read.add(entry);
        });
        assertThat(read).usingRecursiveComparison().isEqualTo(Logs.entries(0, 620));
        assertThat(reader.entry(checkpoint(), 599)).isEqualTo(Logs.entry(599));
        reader.proof(reader.checkpoint(), 300).verify(TreeHash.leaf(Logs.entry(300)), Logs.KEY.verifierKey());
    }

    @Test
    void readsTheEmptyLog() throws IOException {
        Disk empty = new SimulatedDisk(new SplittableRandom(1));
        Logs.write(empty, 0);
        LogReader emptyReader = new LogReader(TileSource.of(empty));
        emptyReader.verify(emptyReader.checkpoint(Logs.KEY.verifierKey()).checkpoint(), (index, entry) -> {
            throw new AssertionError("no entry expected");
        });
    }

    @Test
    void readsAnOlderCheckpointFromALogThatHasGrown() throws IOException {
        Checkpoint before = checkpoint();
        Logs.write(disk, 700, 1100);
        List<Long> seen = new ArrayList<>();
        reader.verify(before, (index, entry) -> seen.add(index));
        assertThat(seen).hasSize(620);
        assertThat(reader.proveConsistency(620, checkpoint())).isNotEmpty();
    }

    @Test
    void everyChangedBitOfAnyTileFileFailsAndNamesThatFileAndTheEntry() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        Checkpoint checkpoint = checkpoint();
        for (String path : Logs.files(disk, "tile")) {
            for (int i = 0; i < 12; i++) {
                long bit = random.nextLong(disk.size(path) * 8);
                disk.flipBit(path, bit);
                LogDamagedException damage = catchThrowableOfType(LogDamagedException.class,
                        () -> reader.verify(checkpoint, (index, entry) -> { }));
                assertThat(damage).as("bit %s of %s", bit, path).isNotNull();
                assertThat(damage.file()).as("bit %s of %s", bit, path).isEqualTo(path);
                assertThat(damage.entry()).as("bit %s of %s", bit, path).isPresent();
                disk.flipBit(path, bit);
            }
        }
        reader.verify(checkpoint, (index, entry) -> { });
    }

    @Test
    void namesTheEntryThatWasChanged() throws IOException {
        int offset = 0;
        for (int i = 0; i < 5; i++) {
            offset += 2 + Logs.entry(256 + i).length;
        }
        disk.flipBit("tile/entries/001", (offset + 2) * 8L);
        List<Long> seen = new ArrayList<>();
        assertThatThrownBy(() -> reader.verify(checkpoint(), (index, entry) -> seen.add(index)))
                .isInstanceOf(LogDamagedException.class)
                .hasMessageStartingWith("tile/entries/001: entry 261: the entry hashes to")
                .hasMessageContaining("but tile/0/001 says");
        assertThat(seen).as("nothing of a bundle with a changed entry is handed out").hasSize(256);
        assertThatThrownBy(() -> reader.entry(checkpoint(), 261)).hasMessageContaining("tile/entries/001: entry 261");
        assertThat(reader.entry(checkpoint(), 260)).isEqualTo(Logs.entry(260));
    }

    @Test
    void namesTheEntryAlsoWhenTheTileOfItsHashWasForgedToo() throws IOException {
        List<byte[]> forged = Logs.entries(256, 512);
        forged.set(7, "forged".getBytes(StandardCharsets.UTF_8));
        disk.replace("tile/entries/001", EntryBundle.encode(forged));
        disk.replace("tile/0/001", TileWriter.format(forged.stream().map(TreeHash::leaf).toList()));
        assertThatThrownBy(() -> reader.verify(checkpoint(), (index, entry) -> { }))
                .hasMessageStartingWith("tile/entries/001: entry 256: the entries up to 511 hash to")
                .hasMessageContaining("but tile/1/000.p/2 says");
    }

    @Test
    void namesTheEntryThatDiffersInATileOfAnEarlierCheckpoint() throws IOException {
        int offset = 0;
        for (int i = 0; i < 5; i++) {
            offset += 2 + Logs.entry(512 + i).length;
        }
        for (int within : new int[] {0, 1, 2, 1 + Logs.entry(517).length}) {
            assertNamed("tile/entries/002.p/88", offset + within, 517);
        }
        assertNamed("tile/0/002.p/88", 7 * 32 + 31, 512 + 7);
    }

    /** Flips a bit of a byte, and back. */
    private void assertNamed(String path, int at, long entry) throws IOException {
        Checkpoint checkpoint = checkpoint();
        disk.flipBit(path, at * 8L);
        LogDamagedException damage = catchThrowableOfType(LogDamagedException.class, () -> reader.verify(checkpoint, (index, bytes) -> { }));
        disk.flipBit(path, at * 8L);
        assertThat(damage.file()).isEqualTo(path);
        assertThat(damage.entry()).as(damage.getMessage()).hasValue(entry);
    }

    @Test
    void noticesMissingFiles() throws IOException {
        for (String path : List.of("tile/entries/000", "tile/0/001", "tile/0/002.p/108", "tile/1/000.p/2")) {
            byte[] bytes = disk.readAll(path, EntryBundle.MAX_BYTES);
            disk.delete(path);
            assertThatThrownBy(() -> reader.verify(checkpoint(), (index, entry) -> { }))
                    .isInstanceOfSatisfying(LogDamagedException.class, damage -> assertThat(damage.kind()).isEqualTo(Kind.MISSING))
                    .hasMessageStartingWith(path);
            disk.create(path, bytes);
        }
        disk.delete("checkpoint");
        assertThatThrownBy(reader::checkpoint).hasMessageContaining("is this a log's folder?");
    }

    @Test
    void noticesFilesThatAreTooLongOrTooShort() throws IOException {
        for (String path : Logs.files(disk, "tile")) {
            byte[] bytes = disk.readAll(path, EntryBundle.MAX_BYTES);
            for (int length : new int[] {0, bytes.length - 1, bytes.length + 1}) {
                disk.replace(path, Arrays.copyOf(bytes, length));
                assertThatThrownBy(() -> reader.verify(checkpoint(), (index, entry) -> { })).as("%s of %s bytes", path, length)
                        .isInstanceOfSatisfying(LogDamagedException.class, damage -> {
                            assertThat(damage.kind()).isEqualTo(Kind.MALFORMED);
                            assertThat(damage.file()).isEqualTo(path);
                        });
            }
            disk.replace(path, bytes);
        }
    }

    @Test
    void noticesFilesThatBelongToNoTile() throws IOException {
        disk.create("tile/0/000.bak", new byte[1]);
        assertThatThrownBy(() -> reader.verify(checkpoint(), (index, entry) -> { }))
                .hasMessageStartingWith("tile/0/000.bak: not the name of a tile");
    }

    @Test
    void noticesACheckpointThatIsNotOfTheseEntries() throws IOException {
        Checkpoint other = new Checkpoint("example.org/log", 620, TreeHash.leaf(new byte[1]));
        assertThatThrownBy(() -> reader.verify(other, (index, entry) -> { }))
                .isInstanceOf(LogDamagedException.class).hasMessageStartingWith("checkpoint: entries and tiles agree");
    }

    @Test
    void noticesAChangedCheckpointFile() throws IOException {
        for (long bit = 0; bit < disk.size("checkpoint") * 8; bit++) {
            disk.flipBit("checkpoint", bit);
            assertThatThrownBy(() -> reader.checkpoint(Logs.KEY.verifierKey())).as("bit %s", bit)
                    .isInstanceOf(LogDamagedException.class).hasMessageStartingWith("checkpoint: ");
            disk.flipBit("checkpoint", bit);
        }
    }

    private Checkpoint checkpoint() throws IOException {
        return reader.checkpoint(Logs.KEY.verifierKey()).checkpoint();
    }
}
