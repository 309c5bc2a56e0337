package consort.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.disk.Disk;
import consort.ledger.disk.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TailJournalTest {

    private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));

    @Test
    void cutsATornEndBackToTheLastWholeFrame() throws IOException {
        writeBatches(3);
        String segment = lastSegment();
        long whole = disk.size(segment);
        for (byte[] torn : List.of(new byte[1], new byte[5000], disk.readAll(segment, 10_000))) {
            try (Disk.Appender appender = disk.append(segment)) {
                appender.write(ByteBuffer.wrap(torn));
            }
            assertThat(recovered()).usingRecursiveComparison().isEqualTo(Logs.entries(0, 6));
            assertThat(disk.size(segment)).isEqualTo(whole);
            removeEmptySegments(segment);
        }
    }

    @Test
    void cutsAnywhereInTheLastFrame() throws IOException {
        for (long cut = 1; cut < 60; cut++) {
            SimulatedDisk own = new SimulatedDisk(new SplittableRandom(cut));
            writeBatches(own, 3);
            String segment = "journal/" + own.list("journal").getFirst();
            own.truncate(segment, own.size(segment) - cut);
            assertThat(recovered(own)).as("cut by %s", cut).usingRecursiveComparison().isEqualTo(Logs.entries(0, 4));
        }
    }

    @Test
    void damageBeforeTheLastFrameIsAnErrorNamingFileAndOffset() throws IOException {
        writeBatches(4);
        String segment = lastSegment();
        long header = new SegmentName(0, 1).header().length;
        long lastFrame = disk.size(segment) - JournalFrame.HEADER_BYTES - EntryBundle.encode(Logs.entries(6, 8)).length;
        for (long bit = 0; bit < lastFrame * 8; bit += 13) {
            disk.flipBit(segment, bit);
            assertThatThrownBy(this::recovered).as("bit %s", bit).isInstanceOf(LogDamagedException.class)
                    .hasMessageStartingWith(segment + ": offset " + (bit / 8 < header ? "0: " : ""));
            disk.flipBit(segment, bit);
        }
        assertThat(recovered()).hasSize(8);
    }

    @Test
    void tellsAnotherVersionsSegmentFromDamage() throws IOException {
        writeBatches(1);
        String segment = lastSegment();
        byte[] bytes = disk.readAll(segment, 10_000);
        bytes["consort-journal/v".length()] = '2';
        disk.replace(segment, bytes);
        assertThatThrownBy(this::recovered).isInstanceOfSatisfying(LogDamagedException.class, newer -> {
            assertThat(newer.kind()).isEqualTo(LogDamagedException.Kind.OTHER_VERSION);
            assertThat(newer).hasMessageContaining("consort-journal/v2, and this program knows consort-journal/v1");
        });
        assertThat(disk.readAll(segment, 10_000)).isEqualTo(bytes);
    }

    @Test
    void aLaterFrameOfTheSameUnsyncedWriteProvesNothing() throws IOException {
        try (TailJournal journal = open(disk, new ArrayList<>())) {
            journal.append(Logs.entries(0, 2));
            journal.sync();
            journal.append(Logs.entries(2, 4));
            journal.append(Logs.entries(4, 6));
        }
        long secondFrame = new SegmentName(0, 1).header().length + JournalFrame.HEADER_BYTES
                + EntryBundle.encode(Logs.entries(0, 2)).length;
        disk.flipBit(lastSegment(), (secondFrame + 50) * 8);
        assertThat(recovered()).usingRecursiveComparison().isEqualTo(Logs.entries(0, 2));
    }

    @Test
    void aWriterThatWasReplacedIsNoticed() throws IOException {
        TailJournal replaced = open(disk, new ArrayList<>());
        replaced.append(Logs.entries(0, 2));
        replaced.sync();
        TailJournal next = open(disk, new ArrayList<>());
        next.append(Logs.entries(2, 4));
        next.sync();
        replaced.append(Logs.entries(2, 3));
        replaced.sync();
        assertThatThrownBy(this::recovered).isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("ends at entry 3").hasMessageContaining("two processes wrote this journal");
    }

    @Test
    void aMissingSegmentIsNoticed() throws IOException {
        writeBatches(1);
        String first = lastSegment();
        try (TailJournal journal = open(disk, new ArrayList<>())) {
            journal.append(Logs.entries(2, 3));
            journal.sync();
        }
        open(disk, new ArrayList<>()).close();
        disk.delete(first);
        assertThatThrownBy(this::recovered).isInstanceOf(LogDamagedException.class).hasMessageContaining("begins at entry 2");
    }

    @Test
    void refusesForeignFilesInItsFolder() throws IOException {
        disk.create("journal/notes.txt", new byte[1]);
        assertThatThrownBy(this::recovered).hasMessageStartingWith("journal/notes.txt: not a segment");
    }

    @Test
    void cutsLargeBatchesIntoFrames() throws IOException {
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] entry = new byte[EntryBundle.MAX_ENTRY_BYTES];
            entry[0] = (byte) i;
            batch.add(entry);
        }
        try (TailJournal journal = open(disk, new ArrayList<>())) {
            journal.append(batch);
            journal.sync();
            assertThat(journal.entry(99)).isEqualTo(batch.get(99));
        }
        assertThat(Arrays.deepEquals(recovered().toArray(), batch.toArray())).isTrue();
    }

    private void writeBatches(int count) throws IOException {
        writeBatches(disk, count);
    }

    /** Batches of two entries, each synced. */
    private static void writeBatches(SimulatedDisk disk, int count) throws IOException {
        try (TailJournal journal = open(disk, new ArrayList<>())) {
            for (int i = 0; i < count; i++) {
                journal.append(Logs.entries(2 * i, 2 * i + 2));
                journal.sync();
            }
        }
    }

    private List<byte[]> recovered() throws IOException {
        return recovered(disk);
    }

    private static List<byte[]> recovered(SimulatedDisk disk) throws IOException {
        List<byte[]> entries = new ArrayList<>();
        open(disk, entries).close();
        return entries;
    }

    private static TailJournal open(SimulatedDisk disk, List<byte[]> entries) throws IOException {
        return TailJournal.open(disk, 0, false, LogStore.SEGMENT_BYTES, (index, entry) -> entries.add(entry), () -> { });
    }

    private String lastSegment() throws IOException {
        return "journal/" + disk.list("journal").getLast();
    }

    private void removeEmptySegments(String kept) throws IOException {
        for (String name : disk.list("journal")) {
            if (!kept.endsWith(name)) {
                disk.delete("journal/" + name);
            }
        }
    }
}
