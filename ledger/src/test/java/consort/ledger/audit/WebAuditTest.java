package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.audit.AuditVerdict.NotALedger;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Key;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.ledger.web.FolderServer;
import consort.ledger.web.WebAddress;
import consort.ledger.web.WebException;
import consort.ledger.web.WebFolder;
import consort.ledger.web.WebLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits over sockets, of a real folder that is served well or badly, or grows meanwhile. */
class WebAuditTest {

    private static final WebLimits LIMITS = new WebLimits(5_000, 20_000, 2, 1);
    private static final int ENTRIES = 300;

    @TempDir
    private Path folder;
    @TempDir
    private Path other;
    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private FolderServer server;

    @BeforeEach
    void serve() throws IOException {
        while (ledger.entries.size() < ENTRIES) {
            ledger.closePeriod();
        }
        LedgerFolder.write(ledger, folder);
        server = new FolderServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void verifiesWhatIsServed() throws IOException {
        assertThat(audit()).isInstanceOfSatisfying(Verified.class, verified ->
                assertThat(verified.facts().size()).isEqualTo(ENTRIES));
        assertThat(server.paths()).contains("policy", "keys/log", "keys/acme", "keys/acme.w1.worker", "tile/1/000.p/1");
    }

    @Test
    void aByteThatWasChangedIsNamed() throws IOException {
        Path bundle = folder.resolve("tile/entries/000");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[1000] ^= 1;
        Files.write(bundle, bytes);
        assertThat(audit()).isInstanceOfSatisfying(Tampered.class, tampered ->
                assertThat(tampered.evidence().file()).isEqualTo("tile/entries/000"));
    }

    @Test
    void anExportedKeyThatIsNotTheLedgersIsNamed() throws IOException {
        Files.writeString(folder.resolve("keys/beta"), SignerKey.fromSeed("example.org/demo/beta", new byte[32]).verifierKey() + "\n");
        assertThat(audit()).isInstanceOfSatisfying(Tampered.class, tampered ->
                assertThat(tampered.evidence().text()).startsWith("keys/beta").contains("exported-keys"));
    }

    @Test
    void aDocumentThatWasChangedOrIsGoneIsNamedWithTheEntryThatNamesIt() throws IOException {
        String charter = "docs/" + ledger.state.charterDigest();
        byte[] honest = Files.readAllBytes(folder.resolve(charter));
        honest[20] ^= 1;
        Files.write(folder.resolve(charter), honest);
        AuditVerdict served = audit();
        assertThat(served).isInstanceOfSatisfying(Tampered.class, tampered ->
                assertThat(tampered.evidence().text()).startsWith(charter + ", entry 0, field bytes, rule document: expected bytes with the digest "));
        assertThat(served).as("as from a folder").isEqualTo(
                Auditor.of(TileSource.of(new FileDisk(folder))).trusting(LedgerFolder.trust(ledger)).run());
        Files.delete(folder.resolve(charter));
        assertThat(audit()).isInstanceOfSatisfying(Tampered.class, tampered ->
                assertThat(tampered.evidence().text()).startsWith(charter + ", entry 0, field charter, rule document: expected the document "));
    }

    /** No folder can be listed, and the tiles of that size are absent. */
    @Test
    void aCheckpointOfAnotherSizeThatNobodyKnownSignedIsNamed() throws IOException {
        SignerKey stranger = SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[32]);
        Checkpoint honest = SignedCheckpoint.parse(Files.readAllBytes(folder.resolve("checkpoint"))).checkpoint();
        for (long size : List.of(100L, ENTRIES - 1L, ENTRIES + 1L)) {
            Checkpoint forged = new Checkpoint(honest.origin(), size, honest.root());
            Files.write(folder.resolve("checkpoint"), SignedCheckpoint.sign(forged, stranger).bytes());
            assertThat(audit()).isInstanceOfSatisfying(Tampered.class, tampered ->
                    assertThat(tampered.evidence().text()).startsWith("checkpoint, field signature, rule checkpoint-signature"));
        }
    }

    @Test
    void aMissingTileIsNamed() throws IOException {
        Files.delete(folder.resolve("tile/0/000"));
        assertThat(audit()).isInstanceOfSatisfying(Tampered.class, tampered ->
                assertThat(tampered.evidence().text()).contains("tile/0/000", "file-present"));
    }

    @Test
    void aFileThatChangesBetweenTwoRequestsIsJudgedByWhatItShouldBe() throws IOException {
        byte[] other = Files.readAllBytes(folder.resolve("tile/0/000"));
        other[40] ^= 1;
        server.meddledBy((exchange, path, time) -> {
            if (path.equals("tile/0/000")) {
                FolderServer.send(exchange, 200, other);
                return true;
            }
            return false;
        });
        assertThat(audit()).isInstanceOfSatisfying(Tampered.class, tampered ->
                assertThat(tampered.evidence().text()).contains("tile/0/000", "rule tree"));
    }

    @Test
    void anAnswerThatIsNoneSaysNothingAboutTheLedger() {
        server.meddledBy((exchange, path, time) -> {
            if (path.equals("tile/entries/000")) {
                FolderServer.send(exchange, 503, new byte[0]);
                return true;
            }
            return false;
        });
        assertThatThrownBy(this::audit).isInstanceOf(WebException.class).hasMessageContaining("tile/entries/000: the server answers 503");
    }

    @Test
    void whereNoLedgerIsServedItSaysSo() throws IOException {
        assertThat(audit("nothing/")).isInstanceOfSatisfying(NotALedger.class, nothing ->
                assertThat(nothing.reason()).contains("there is no checkpoint at " + server.address() + "nothing/"));
    }

    /** The coordinator goes on: its partial tiles of before stay until they are full, and new keys are exported. */
    @Test
    void auditsAsOfOneCheckpointWhileTheLedgerGrows() throws IOException {
        server.meddledBy((exchange, path, time) -> {
            if (path.equals("tile/entries/000") && time == 1) {
                grow(700);
            }
            return false;
        });
        assertThat(audit()).isInstanceOfSatisfying(Verified.class, verified ->
                assertThat(verified.facts().size()).isEqualTo(ENTRIES));
        assertThat(audit()).isInstanceOfSatisfying(Verified.class, verified ->
                assertThat(verified.facts().size()).isGreaterThan(ENTRIES));
    }

    /** A member's copy that is served and brought up to date meanwhile keeps no older partial tiles. */
    @Test
    void findsItsEntriesInWiderPartialTilesOfALaterCheckpoint() throws IOException {
        server.meddledBy((exchange, path, time) -> {
            if (path.equals("tile/entries/000") && time == 1) {
                grow(ENTRIES + 20);
                for (String gone : List.of("tile/entries/001.p/44", "tile/0/001.p/44")) {
                    Files.delete(folder.resolve(gone));
                }
            }
            return false;
        });
        assertThat(audit()).isInstanceOfSatisfying(Verified.class, verified ->
                assertThat(verified.facts().size()).isEqualTo(ENTRIES));
        assertThat(server.paths()).contains("tile/entries/001.p/64", "tile/0/001.p/64");
    }

    /** Publishes a later checkpoint, with all tiles of before beside its own, and shows a key of a later entry. */
    private void grow(int atLeast) throws IOException {
        SignerKey present = LedgerBuilder.organizationKey("acme");
        VerifierKey next = SignerKey.fromSeed(present.name(), new byte[32]).verifierKey();
        ledger.append(Key.organization(ledger.nowMillis(), "acme", ledger.state.lastSeq(present.verifierKey()) + 1, next.toString()), present);
        while (ledger.entries.size() < atLeast) {
            ledger.closePeriod();
        }
        Path later = other.resolve("later");
        LedgerFolder.write(ledger, later);
        for (Path file : LedgerFolder.files(later)) {
            Path place = folder.resolve(later.relativize(file));
            Files.createDirectories(place.getParent());
            Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(folder.resolve("keys/acme"), next + "\n");
    }

    private AuditVerdict audit() throws IOException {
        return audit("");
    }

    private AuditVerdict audit(String path) throws IOException {
        return Auditor.of(new WebFolder(WebAddress.parse(server.address() + path), LIMITS)).trusting(LedgerFolder.trust(ledger)).run();
    }
}
