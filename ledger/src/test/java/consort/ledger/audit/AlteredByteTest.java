package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.disk.FileDisk;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.EntryBundle;
import consort.ledger.log.TileSource;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed byte anywhere in the folder makes the audit fail and name the file, and the entry where there is one. */
class AlteredByteTest {

    private static final long SEED = 20261122;
    private static final int FLIPS_PER_FILE = 6;

    @TempDir
    private Path temporary;

    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private final Random random = new Random(SEED);
    private Path folder;

    @BeforeEach
    void writeFolder() throws IOException {
        folder = temporary.resolve("ledger");
        while (ledger.entries.size() < 260) {
            ledger.closePeriod();
        }
        LedgerFolder.write(ledger, folder);
    }

    @Test
    void everyFileOfTheLedger() throws IOException {
        for (Path file : LedgerFolder.files(folder)) {
            for (int flip = 0; flip < FLIPS_PER_FILE; flip++) {
                flipOneBit(file, auditor());
            }
            failsWithoutTrust(file);
        }
    }

    /** Whoever alters an entry can alter the tiles to match, up to any level, and not the signed root. */
    @Test
    void anEntryWithItsHashes() throws IOException {
        for (boolean upToTheRoot : new boolean[] {false, true}) {
            Map<Path, byte[]> honest = new HashMap<>();
            for (String file : List.of("tile/entries/000", "tile/0/000", "tile/1/000.p/1")) {
                honest.put(folder.resolve(file), Files.readAllBytes(folder.resolve(file)));
            }
            List<byte[]> entries = EntryBundle.decode(honest.get(folder.resolve("tile/entries/000")));
            entries.get(77)[entries.get(77).length / 3] ^= 1;
            List<Hash> leaves = entries.stream().map(TreeHash::leaf).toList();
            Files.write(folder.resolve("tile/entries/000"), EntryBundle.encode(entries));
            ByteBuffer tile = ByteBuffer.allocate(leaves.size() * Hash.BYTES);
            leaves.forEach(leaf -> tile.put(leaf.bytes()));
            Files.write(folder.resolve("tile/0/000"), tile.array());
            if (upToTheRoot) {
                Files.write(folder.resolve("tile/1/000.p/1"), TreeHash.perfect(leaves).bytes());
            }
            assertThat(auditor().run()).as("up to the root: %s", upToTheRoot).isInstanceOfSatisfying(Tampered.class, tampered ->
                    assertThat(tampered.evidence().text()).startsWith("tile/entries/000, entry 77, field bytes, rule tree:"));
            for (Map.Entry<Path, byte[]> file : honest.entrySet()) {
                Files.write(file.getKey(), file.getValue());
            }
        }
    }

    @Test
    void everyReceipt() throws IOException {
        Path receipts = temporary.resolve("receipts");
        LedgerFolder.writeReceipts(ledger, "acme/w1", receipts);
        for (Path file : LedgerFolder.files(receipts)) {
            byte[] honest = Files.readAllBytes(file);
            int at = random.nextInt(honest.length);
            Files.write(file, flipped(honest, at));
            AuditVerdict verdict = auditor().withReceipts(new FileDisk(receipts)).run();
            Files.write(file, honest);
            assertThat(verdict).as("seed %d, receipt %s, byte %d", SEED, file.getFileName(), at)
                    .isInstanceOfSatisfying(Tampered.class, tampered ->
                            assertThat(tampered.evidence().file()).isEqualTo("receipt " + file.getFileName()));
        }
    }

    /** Without trust a checkpoint of another size sends the audit to other files; it fails all the same. */
    private void failsWithoutTrust(Path file) throws IOException {
        byte[] honest = Files.readAllBytes(file);
        int at = random.nextInt(honest.length);
        Files.write(file, flipped(honest, at));
        AuditVerdict verdict = Auditor.of(TileSource.of(new FileDisk(folder))).run();
        Files.write(file, honest);
        assertThat(verdict.exitCode()).as("seed %d, file %s, byte %d", SEED, file, at).isIn(60, 63);
    }

    private void flipOneBit(Path file, Auditor auditor) throws IOException {
        byte[] honest = Files.readAllBytes(file);
        int at = random.nextInt(honest.length);
        Files.write(file, flipped(honest, at));
        AuditVerdict verdict = auditor.run();
        Files.write(file, honest);
        String path = folder.relativize(file).toString();
        String what = "seed %d, file %s, byte %d".formatted(SEED, path, at);
        assertThat(verdict).as(what).isInstanceOfSatisfying(Tampered.class, tampered -> {
            assertThat(tampered.evidence().file()).as(what).isEqualTo(path);
            entryAt(path, honest, at).ifPresent(entry ->
                    assertThat(tampered.evidence().entry()).as(what).isEqualTo(OptionalLong.of(entry)));
        });
    }

    private byte[] flipped(byte[] honest, int at) {
        byte[] altered = honest.clone();
        altered[at] ^= (byte) (1 << random.nextInt(8));
        return altered;
    }

    private Auditor auditor() throws IOException {
        return Auditor.of(TileSource.of(new FileDisk(folder))).trusting(LedgerFolder.trust(ledger));
    }

    /** The entry to which a byte of a bundle belongs. */
    private static OptionalLong entryAt(String path, byte[] bytes, int at) {
        if (!path.startsWith("tile/entries/")) {
            return OptionalLong.empty();
        }
        long entry = path.startsWith("tile/entries/001") ? 256 : 0;
        ByteBuffer bundle = ByteBuffer.wrap(bytes);
        while (true) {
            int length = Short.toUnsignedInt(bundle.getShort());
            bundle.position(bundle.position() + length);
            if (at < bundle.position()) {
                return OptionalLong.of(entry);
            }
            entry++;
        }
    }
}
