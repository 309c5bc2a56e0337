package consort.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.disk.LockedException;
import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.Faults.Outcome;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.ProofVerifier;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogStoreTest {

    private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));

    @Test
    void appendsReadsAndReopens() throws IOException {
        try (LogStore store = Logs.open(disk)) {
            assertThat(store.append(Logs.entries(0, 3))).isZero();
            assertThat(store.append(List.of())).isEqualTo(3);
            assertThat(store.append(Logs.entries(3, 5))).isEqualTo(3);
            assertThat(store.size()).isEqualTo(5);
            assertThat(store.published()).isEmpty();
        }
        try (LogStore store = Logs.open(disk)) {
            assertThat(store.size()).isEqualTo(5);
            assertHolds(store, 5);
            assertThat(store.append(Logs.entries(5, 6))).isEqualTo(5);
            assertThatThrownBy(() -> store.entry(6)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void publishesTheFilesOfTheSpecification() throws IOException {
        Logs.write(disk, 256);
        assertThat(Logs.files(disk, "tile")).containsExactlyInAnyOrder("tile/entries/000", "tile/0/000", "tile/1/000.p/1");
        Logs.write(disk, 257, 600);
        assertThat(Logs.files(disk, "tile")).containsExactlyInAnyOrder("tile/entries/000", "tile/entries/001",
                "tile/entries/002.p/88", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/1", "tile/1/000.p/2");
    }

    @Test
    void goesOnWithALogThatWasPublishedElsewhere() throws IOException {
        for (int size : new int[] {1, 255, 256, 257, 600}) {
            SimulatedDisk original = new SimulatedDisk(new SplittableRandom(size));
            Logs.write(original, size);
            SimulatedDisk adopted = new SimulatedDisk(new SplittableRandom(1));
            TileSource source = TileSource.of(original);
            LogStore.adopt(adopted, source, new LogReader(source).checkpoint(Logs.KEY.verifierKey()));
            Logs.write(original, size + 300);
            Logs.write(adopted, size + 300);
            assertThat(Logs.files(adopted, "tile")).isEqualTo(Logs.files(original, "tile"));
            try (LogStore store = Logs.open(adopted)) {
                assertHolds(store, size + 300);
                assertThat(store.published().orElseThrow().bytes()).isEqualTo(
                        original.readAll(SignedCheckpoint.PATH, SignedCheckpoint.MAX_BYTES));
            }
        }
    }

    @Test
    void adoptsNothingThatDoesNotLeadToItsCheckpoint() throws IOException {
        Logs.write(disk, 300);
        SignedCheckpoint checkpoint = new LogReader(TileSource.of(disk)).checkpoint();
        byte[] bundle = disk.readAll("tile/entries/000", EntryBundle.MAX_BYTES);
        bundle[5] ^= 1;
        disk.replace("tile/entries/000", bundle);
        SimulatedDisk adopted = new SimulatedDisk(new SplittableRandom(1));
        assertThatThrownBy(() -> LogStore.adopt(adopted, TileSource.of(disk), checkpoint)).isInstanceOf(LogDamagedException.class);
        assertThat(adopted.list("")).isEmpty();
    }

    @Test
    void anEmptyLogHasACheckpointAndNoTiles() throws IOException {
        Logs.write(disk, 0);
        assertThat(Logs.files(disk, "tile")).isEmpty();
        try (LogStore store = Logs.open(disk)) {
            assertThat(store.published()).isPresent();
            assertThat(store.root(0)).isEqualTo(TreeHash.EMPTY_ROOT);
        }
    }

    @Test
    void publishingTwiceAtOneSizeWritesNothing() throws IOException {
        try (LogStore store = Logs.open(disk)) {
            store.append(Logs.entries(0, 10));
            SignedCheckpoint first = store.publish(Logs.KEY);
            long operations = disk.operations();
            assertThat(store.publish(Logs.KEY)).isSameAs(first);
            assertThat(disk.operations()).isEqualTo(operations);
        }
    }

    @Test
    void staysEqualToTheTreeOverManyPublicationsAndOpenings() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        List<Hash> roots = new ArrayList<>(List.of(TreeHash.EMPTY_ROOT));
        CompactTree tree = new CompactTree();
        for (long size = 0; size < 3_000;) {
            try (LogStore store = Logs.open(disk)) {
                assertThat(store.size()).isEqualTo(size);
                for (int i = random.nextInt(6); i >= 0; i--) {
                    long next = size + random.nextInt(200);
                    store.append(Logs.entries(size, next));
                    for (; size < next; size++) {
                        tree.append(TreeHash.leaf(Logs.entry(size)));
                        roots.add(tree.root());
                    }
                    if (random.nextBoolean()) {
                        assertThat(store.publish(Logs.KEY).checkpoint().root()).isEqualTo(roots.getLast());
                    }
                }
                assertProves(store, roots, random);
            }
        }
        try (LogStore store = Logs.open(disk)) {
            store.publish(Logs.KEY);
            assertHolds(store, store.size());
            List<Long> seen = new ArrayList<>();
            store.replay((index, entry) -> seen.add(index));
            assertThat(seen).hasSize((int) store.size()).isSorted();
        }
        new LogReader(TileSource.of(disk)).verify(new LogReader(TileSource.of(disk)).checkpoint().checkpoint(), (i, e) -> { });
    }

    @Test
    void keepsTheJournalShortOnceBundlesAreFull() throws IOException {
        try (LogStore store = Logs.open(disk)) {
            for (int i = 0; i < 100; i++) {
                store.append(Logs.entries(i * 30L, i * 30L + 30));
                store.publish(Logs.KEY);
                assertThat(disk.list("journal").size()).isLessThan(12);
            }
            assertHolds(store, 3_000);
        }
        try (LogStore store = Logs.open(disk)) {
            assertHolds(store, 3_000);
        }
    }

    @Test
    void handsOutProofFilesThatVerify() throws Exception {
        Logs.write(disk, 700);
        try (LogStore store = Logs.open(disk)) {
            store.append(Logs.entries(700, 710));
            for (long index : new long[] {0, 255, 256, 699}) {
                TlogProof.parse(store.proof(index).bytes()).verify(TreeHash.leaf(Logs.entry(index)), Logs.KEY.verifierKey());
            }
            assertThatThrownBy(() -> store.proof(700)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void publishesNothingThatRottedInTheJournal() throws IOException {
        Logs.write(disk, 300);
        try (LogStore store = Logs.open(disk)) {
            store.append(Logs.entries(300, 310));
            String segment = lastWritten();
            disk.flipBit(segment, (disk.size(segment) - 20) * 8);
            assertThatThrownBy(() -> store.publish(Logs.KEY)).isInstanceOf(LogDamagedException.class).hasMessageContaining("journal");
            assertThat(disk.exists("tile/entries/001.p/54")).isFalse();
        }
        assertThat(new LogReader(TileSource.of(disk)).checkpoint().checkpoint().size()).as("the one before stands").isEqualTo(300);
    }

    /** Receipts and tasks are made of what is handed out, and a receipt that names other bytes convicts an honest operator. */
    @Test
    void handsOutNoEntryThatRottedInTheJournalOrInABundle() throws IOException {
        Logs.write(disk, 300, 700);
        try (LogStore store = Logs.open(disk)) {
            store.append(Logs.entries(700, 710));
            String segment = lastWritten();
            disk.flipBit(segment, (disk.size(segment) - 1) * 8);
            disk.flipBit("tile/entries/000", Short.BYTES * 8);
            List<Long> rotten = new ArrayList<>();
            for (long index = 0; index < 710; index++) {
                try {
                    assertThat(store.entry(index)).isEqualTo(Logs.entry(index));
                } catch (LogDamagedException damaged) {
                    assertThat(damaged).hasMessageContaining("entry " + index).hasMessageContaining("reads other than it was written");
                    assertThat(damaged.file()).isEqualTo(index == 0 ? "tile/entries/000" : "journal");
                    rotten.add(index);
                }
            }
            assertThat(rotten).containsExactly(0L, 709L);
            store.append(Logs.entries(710, 711));
            assertThat(store.entry(710)).as("what was only read is no failed write").isEqualTo(Logs.entry(710));
        }
    }

    @Test
    void givesNoEntryThatRottedToWhoReadsAll() throws IOException {
        Logs.write(disk, 300, 700);
        try (LogStore store = Logs.open(disk)) {
            disk.flipBit("tile/entries/000", (disk.size("tile/entries/000") - 1) * 8);
            List<Long> seen = new ArrayList<>();
            assertThatThrownBy(() -> store.replay((index, entry) -> seen.add(index))).isInstanceOfSatisfying(LogDamagedException.class,
                    damaged -> assertThat(damaged.file()).isEqualTo("tile/entries/000")).hasMessageContaining("entry 255")
                    .hasMessageContaining("tile/0/000");
            assertThat(seen).as("those before it").hasSize(255);
        }
    }

    @Test
    void cutsNoEndOffTheJournalThatWasPublished() throws IOException {
        Logs.write(disk, 300, 310);
        String segment = lastWritten();
        byte[] whole = disk.readAll(segment, 1 << 20);
        long bit = (whole.length - 20) * 8L;
        disk.flipBit(segment, bit);
        byte[] rotten = disk.readAll(segment, 1 << 20);
        assertThatThrownBy(() -> Logs.open(disk)).isInstanceOf(LogDamagedException.class);
        assertThat(disk.readAll(segment, 1 << 20)).as("left as it is, for whoever mends it").isEqualTo(rotten);
        disk.flipBit(segment, bit);
        try (LogStore store = Logs.open(disk)) {
            assertThat(store.size()).isEqualTo(310);
        }
    }

    @Test
    void hasOneWriterAtATime() throws IOException {
        try (LogStore store = Logs.open(disk)) {
            assertThat(store.size()).isZero();
            assertThatThrownBy(() -> Logs.open(disk)).isInstanceOf(LockedException.class);
        }
        Logs.open(disk).close();
    }

    @Test
    void refusesEntriesOfWrongSizeAndTakesTheNext() throws IOException {
        try (LogStore store = Logs.open(disk)) {
            assertThatThrownBy(() -> store.append(List.of(new byte[1], new byte[0]))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.append(List.of(new byte[65_536]))).isInstanceOf(IllegalArgumentException.class);
            byte[] largest = new byte[EntryBundle.MAX_ENTRY_BYTES];
            assertThat(store.append(Collections.nCopies(200, largest))).isZero();
            store.publish(Logs.KEY);
        }
        try (LogStore store = Logs.open(disk)) {
            assertThat(store.size()).isEqualTo(200);
            assertThat(store.entry(199)).hasSize(EntryBundle.MAX_ENTRY_BYTES);
        }
    }

    @Test
    void refusesToOverwriteATileWithOtherBytes() throws IOException {
        disk.create("tile/0/000.p/3", new byte[96]);
        try (LogStore store = Logs.open(disk)) {
            store.append(Logs.entries(0, 3));
            assertThatThrownBy(() -> store.publish(Logs.KEY)).isInstanceOf(LogDamagedException.class)
                    .hasMessageContaining("tile/0/000.p/3");
            assertThatThrownBy(() -> store.append(Logs.entries(3, 4))).isInstanceOf(IOException.class);
            assertThat(store.entry(2)).isEqualTo(Logs.entry(2));
        }
        assertThat(disk.exists("checkpoint")).isFalse();
        assertThat(disk.readAll("tile/0/000.p/3", 96)).containsOnly(0);
    }

    @Test
    void refusesToStartWhenThePublishedLogWasLonger() throws IOException {
        SimulatedDisk longer = new SimulatedDisk(new SplittableRandom(2));
        Logs.write(disk, 10);
        Logs.write(longer, 10, 20);
        disk.replace("checkpoint", longer.readAll("checkpoint", 1000));
        assertDamaged(LogDamagedException.Kind.ROLLED_BACK, "checkpoint", "has size 20, but only 10 entries were recovered");
    }

    @Test
    void refusesToStartWhenABundleHoldsMoreThanTheJournal() throws IOException {
        Logs.write(disk, 10);
        disk.create("tile/entries/000.p/11", EntryBundle.encode(Logs.entries(0, 11)));
        assertDamaged(LogDamagedException.Kind.ROLLED_BACK, "tile/entries/000", "entry 10");
    }

    @Test
    void refusesToStartWhenTheRootIsAnother() throws IOException {
        Logs.write(disk, 10);
        Checkpoint other = new Checkpoint("example.org/log", 10, TreeHash.leaf(new byte[1]));
        disk.replace("checkpoint", SignedCheckpoint.sign(other, Logs.KEY).bytes());
        assertDamaged(LogDamagedException.Kind.DIFFERENT, "checkpoint", "keep the folder as evidence");
    }

    @Test
    void refusesToStartWithACheckpointOfAnotherKey() throws IOException {
        Logs.write(disk, 10);
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        seed[0] = 1;
        SignerKey stranger = SignerKey.fromSeed("example.org/log", seed);
        disk.replace("checkpoint", SignedCheckpoint.sign(new Checkpoint("example.org/log", 0, TreeHash.EMPTY_ROOT), stranger).bytes());
        assertDamaged(LogDamagedException.Kind.UNSIGNED, "checkpoint", "not signed by any known key");
        disk.replace("checkpoint", new byte[] {'x'});
        assertDamaged(LogDamagedException.Kind.MALFORMED, "checkpoint", "not a signed note");
    }

    @Test
    void refusesToStartWithoutItsJournal() throws IOException {
        Logs.write(disk, 512);
        for (String file : Logs.files(disk, "journal")) {
            disk.delete(file);
        }
        assertDamaged(LogDamagedException.Kind.MISSING, "journal", "the journal is missing");
    }

    @Test
    void cosignaturesPutNoOlderCheckpointBackAfterAWriteThatFailedAndPersisted() throws IOException {
        try (LogStore store = LogStore.open(disk, Logs.KEY.verifierKey())) {
            store.append(Logs.entries(0, 3));
            SignedCheckpoint older = store.publish(Logs.KEY);
            store.append(Logs.entries(3, 5));
            disk.inject((number, operation, path) -> path.equals(SignedCheckpoint.PATH) ? Outcome.FAIL_BUT_PERSIST : Outcome.SUCCEED);
            assertThatThrownBy(() -> store.publish(Logs.KEY)).isInstanceOf(IOException.class);
            disk.inject(Faults.NONE);
            assertThatThrownBy(() -> store.cosigned(older, true)).hasMessageContaining("Restart");
        }
        assertThat(SignedCheckpoint.parse(disk.readAll(SignedCheckpoint.PATH, 10_000)).checkpoint().size()).isEqualTo(5);
        assertThat(disk.exists(SignedCheckpoint.WITNESSED)).isFalse();
    }

    @Test
    void worksOnRealFiles(@TempDir Path folder) throws IOException {
        Disk files = new FileDisk(folder);
        Logs.write(files, 300, 700);
        try (LogStore store = Logs.open(files)) {
            assertHolds(store, 700);
        }
        LogReader reader = new LogReader(TileSource.of(new FileDisk(folder)));
        reader.verify(reader.checkpoint(Logs.KEY.verifierKey()).checkpoint(), (index, entry) -> { });
    }

    /** The newest segment of the journal that holds an entry. */
    private String lastWritten() throws IOException {
        for (String name : disk.list("journal").reversed()) {
            if (disk.size("journal/" + name) > 100) {
                return "journal/" + name;
            }
        }
        throw new AssertionError("no segment holds an entry: " + disk.list("journal"));
    }

    private void assertDamaged(LogDamagedException.Kind kind, String file, String message) {
        assertThatThrownBy(() -> Logs.open(disk)).isInstanceOfSatisfying(LogDamagedException.class, damage -> {
            assertThat(damage.kind()).isEqualTo(kind);
            assertThat(damage.file()).isEqualTo(file);
        }).hasMessageContaining(message);
    }

    private static void assertHolds(LogStore store, long size) throws IOException {
        assertThat(store.size()).isEqualTo(size);
        for (long i = 0; i < size; i++) {
            assertThat(store.entry(i)).as("entry %s", i).isEqualTo(Logs.entry(i));
        }
    }

    private static void assertProves(LogStore store, List<Hash> roots, SplittableRandom random) throws IOException {
        for (int i = 0; i < 20 && store.size() > 0; i++) {
            long size = 1 + random.nextLong(store.size());
            long index = random.nextLong(size);
            Hash root = roots.get((int) size);
            assertThat(store.root(size)).isEqualTo(root);
            assertThat(ProofVerifier.includes(TreeHash.leaf(Logs.entry(index)), index, size, store.proveInclusion(index, size), root))
                    .as("entry %s in size %s", index, size).isTrue();
            assertThat(ProofVerifier.consistent(index, roots.get((int) index), size, root, store.proveConsistency(index, size)))
                    .as("size %s in size %s", index, size).isTrue();
        }
    }
}
