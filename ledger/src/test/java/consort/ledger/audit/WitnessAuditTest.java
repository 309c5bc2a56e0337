package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict.ConsistentNotAuthenticated;
import consort.ledger.audit.AuditVerdict.Older;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Unwitnessed;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Key;
import consort.ledger.fold.EveryEntry;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.NextLogKeys;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.ledger.web.FolderServer;
import consort.ledger.web.WebAddress;
import consort.ledger.web.WebFolder;
import consort.ledger.web.WebLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WitnessAuditTest {

    private final LedgerBuilder ledger = EveryEntry.write();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        LedgerFolder.write(ledger, folder);
    }

    @Test
    void anotherKeyInAWitnesssFileIsNamedAlsoFromAWebServer() throws IOException {
        Files.writeString(folder.resolve("keys/acme.witness"), LedgerBuilder.witnessKey("beta") + "\n");
        try (FolderServer server = new FolderServer(folder)) {
            AuditVerdict verdict = Auditor.of(new WebFolder(WebAddress.parse(server.address()), WebLimits.DEFAULT))
                    .trusting(LedgerFolder.trust(ledger).knowing(ledger.state.logKeys())).run();
            assertThat(((Tampered) verdict).evidence().file()).isEqualTo("keys/acme.witness");
        }
    }

    @Test
    void whatEnoughWitnessesCosignedIsWitnessed() throws IOException {
        WitnessedLedger.cosign(ledger, folder, SignedCheckpoint.PATH, "acme", "beta", "carol");
        Verified verified = (Verified) demanding();
        assertThat(verified.facts().witnesses())
                .isEqualTo(new WitnessCoverage(2, 2, ledger.state.size(), List.of("acme", "beta"), OptionalLong.empty(), false));
        assertThat(verified.facts().witnesses().text()).isEqualTo("every entry is witnessed (2 of 2 needed, cosigned by acme, beta"
                + " at size " + ledger.state.size() + ")");
        assertThat(Proof.lines(verified.facts())).last().asString().contains("if more than 1 of the 2 witnesses lied with the operator");
    }

    @Test
    void theOperatorsOwnCosignatureDoesNotCount() throws IOException {
        WitnessedLedger.cosign(ledger, folder, SignedCheckpoint.PATH, "acme", "carol");
        AuditVerdict verdict = demanding();
        assertThat(verdict.exitCode()).isEqualTo(65);
        assertThat(((Unwitnessed) verdict).facts().witnesses())
                .isEqualTo(new WitnessCoverage(2, 2, 0, List.of("acme"), OptionalLong.of(0), false));
        assertThat(auditor().run()).as("when nobody demands it").isInstanceOf(Verified.class);
    }

    @Test
    void saysWhoCosignedThoughTheCharterAsksForNone(@TempDir Path other) throws IOException {
        LedgerBuilder unasked = LedgerBuilder.consortium();
        LedgerFolder.write(unasked, other);
        assertThat(((ConsistentNotAuthenticated) unheld(other).run()).facts().witnesses().text()).isEqualTo("none asked for by the charter");
        LedgerBuilder witnessed = LedgerBuilder.consortium();
        witnessed.append(Key.witness(witnessed.nowMillis(), "acme", 1 + witnessed.state.lastSeq(LedgerBuilder.organizationKey("acme").verifierKey()),
                LedgerBuilder.witnessKey("acme")), LedgerBuilder.organizationKey("acme"));
        Path cosigned = Files.createDirectory(other.resolve("cosigned"));
        LedgerFolder.write(witnessed, cosigned);
        WitnessedLedger.cosign(witnessed, cosigned, SignedCheckpoint.PATH, "acme");
        WitnessCoverage facts = ((ConsistentNotAuthenticated) unheld(cosigned).run()).facts().witnesses();
        assertThat(facts.text()).isEqualTo("none asked for by the charter; all of it was cosigned by acme");
        assertThat(facts.covered()).isFalse();
    }

    @Test
    void saysSinceWhenNothingIsWitnessed() throws IOException {
        long covered = ledger.state.size() - 1;
        publishWitnessed(covered, "acme", "beta");
        WitnessCoverage facts = ((Unwitnessed) demanding()).facts().witnesses();
        assertThat(facts.size()).isEqualTo(covered);
        assertThat(facts.unwitnessedSince()).hasValue(covered);
        assertThat(facts.text()).startsWith("unwitnessed since entry " + covered);
    }

    @Test
    void saysThatTheCheckpointIsOlderThanOneThatWasCosigned() throws IOException {
        long covered = ledger.state.size() - 1;
        FileDisk whole = new FileDisk(folder);
        ledger.logKey = NextLogKeys.key(1);
        publishWitnessed(covered, "acme", "beta");
        ledger.entries.subList((int) covered - 2, ledger.entries.size()).clear();
        Path old = folder.resolve("old");
        LedgerFolder.write(ledger, old);
        assertThat(Auditor.of(TileSource.of(new FileDisk(old))).run().exitCode()).isEqualTo(61);
        new FileDisk(old).create(SignedCheckpoint.WITNESSED, whole.readAll(SignedCheckpoint.WITNESSED, 100_000));
        AuditVerdict verdict = Auditor.of(TileSource.of(new FileDisk(old))).run();
        assertThat(verdict).isInstanceOfSatisfying(Older.class, older -> {
            assertThat(older.first()).isEqualTo(covered - 2);
            assertThat(older.entries()).isEqualTo(2);
            assertThat(older.by()).contains("its own file witnessed");
        });
    }

    @Test
    void aPolicyThatAsksForLessThanTheCharterIsNamed() throws IOException {
        VerifierKey log = ledger.logKey.verifierKey();
        List<CosignerKey> keys = Stream.of("acme", "beta", "carol").map(LedgerBuilder::witnessSecret).map(CosignerKey::of).toList();
        Map<String, TrustPolicy> weaker = Map.of(
                "a witness left out", new TrustPolicy(log, keys.subList(0, 1), 2),
                "a smaller quorum", new TrustPolicy(log, keys.subList(0, 2), 1),
                "a witness twice", new TrustPolicy(log, List.of(keys.get(0), keys.get(0)), 2),
                "the operator's own witness", new TrustPolicy(log, List.of(keys.get(0), keys.get(2)), 2));
        for (Map.Entry<String, TrustPolicy> one : weaker.entrySet()) {
            assertThat(with(one.getValue())).as(one.getKey()).isInstanceOfSatisfying(Tampered.class, tampered ->
                    assertThat(tampered.evidence().file() + " " + tampered.evidence().rule()).isEqualTo("policy exported-keys"));
        }
        assertThat(with(new TrustPolicy(log, keys.subList(0, 2), 2))).isInstanceOf(Verified.class);
        assertThat(with(new TrustPolicy(log))).as("a copy's").isInstanceOfSatisfying(Verified.class, verified ->
                assertThat(verified.facts().witnesses().text()).contains("the file policy beside it asks for none"));
    }

    private AuditVerdict with(TrustPolicy policy) throws IOException {
        new FileDisk(folder).replace(TrustPolicy.PATH, policy.text().getBytes(StandardCharsets.UTF_8));
        return auditor().run();
    }

    @Test
    void namesACosignatureThatDoesNotVerify() throws IOException {
        WitnessedLedger.cosign(ledger, folder, SignedCheckpoint.PATH, "acme", "beta");
        FileDisk disk = new FileDisk(folder);
        SignedCheckpoint cosigned = new LogReader(TileSource.of(disk)).checkpoint();
        List<NoteSignature> lines = new ArrayList<>(cosigned.note().signatures());
        NoteSignature last = lines.removeLast();
        byte[] changed = last.signature();
        changed[20] ^= 1;
        lines.add(new NoteSignature(last.name(), last.keyId(), changed));
        disk.replace(SignedCheckpoint.PATH, cosigned.signedBy(lines).bytes());
        Evidence evidence = ((Tampered) auditor().run()).evidence();
        assertThat(evidence.file()).isEqualTo("checkpoint");
        assertThat(evidence.rule()).isEqualTo("cosignature");
    }

    @Test
    void namesAWitnessedCheckpointOfAnotherTree() throws IOException {
        Checkpoint other = new Checkpoint(LedgerBuilder.ORIGIN, 5, TreeHash.leaf(new byte[0]));
        new FileDisk(folder).replace(SignedCheckpoint.WITNESSED, SignedCheckpoint.sign(other, ledger.logKey).bytes());
        Evidence evidence = ((Tampered) auditor().run()).evidence();
        assertThat(evidence.file()).isEqualTo("witnessed");
        assertThat(evidence.rule()).isEqualTo("tree");
        assertThat(evidence.entry()).as("none that is perhaps honest").isEmpty();
        assertThat(evidence.found()).endsWith(": an entry below 5 was another one");
    }

    /** The log goes on, and over to another key, while it is audited: what is witnessed then may be signed by a key that is not known yet. */
    @Test
    void aLaterCheckpointThatIsWitnessedMeanwhileAccusesNobody() throws IOException {
        SignerKey next = SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[SignerKey.SEED_BYTES]);
        SignedCheckpoint later = SignedCheckpoint.sign(
                new Checkpoint(LedgerBuilder.ORIGIN, ledger.state.size() + 2, TreeHash.leaf(new byte[0])), next);
        FileDisk disk = new FileDisk(folder);
        disk.replace(SignedCheckpoint.WITNESSED, later.bytes());
        assertThat(auditor().run()).as("while the checkpoint stands").isInstanceOf(Tampered.class);
        TileSource growing = new TileSource() {
            private boolean published;

            @Override
            public Optional<byte[]> read(String path, int maxBytes) throws IOException {
                Optional<byte[]> bytes = published && path.equals(SignedCheckpoint.PATH) ? Optional.of(later.bytes())
                        : TileSource.of(disk).read(path, maxBytes);
                published |= path.equals(SignedCheckpoint.WITNESSED);
                return bytes;
            }
        };
        assertThat(Auditor.of(growing).run()).isInstanceOf(ConsistentNotAuthenticated.class);
        disk.replace(SignedCheckpoint.WITNESSED, WitnessedLedger.cosigned(ledger, later, "acme", "beta").bytes());
        assertThat(auditor().run()).as("its witnesses vouch for it").isInstanceOfSatisfying(Older.class, older ->
                assertThat(older.entries()).isEqualTo(2));
    }

    private void publishWitnessed(long size, String... organizations) throws IOException {
        FileDisk disk = new FileDisk(folder);
        LogReader reader = new LogReader(TileSource.of(disk));
        Checkpoint tree = new Checkpoint(LedgerBuilder.ORIGIN, size, reader.root(reader.checkpoint().checkpoint(), size));
        disk.replace(SignedCheckpoint.WITNESSED,
                WitnessedLedger.cosigned(ledger, SignedCheckpoint.sign(tree, ledger.logKey), organizations).bytes());
    }

    private AuditVerdict demanding() throws IOException {
        return auditor().requiringWitnesses().run();
    }

    private static Auditor unheld(Path folder) throws IOException {
        return Auditor.of(TileSource.of(new FileDisk(folder)));
    }

    private Auditor auditor() throws IOException {
        return Auditor.of(TileSource.of(new FileDisk(folder))).trusting(
                new Trust(ledger.state.logKeys().first(), ledger.state.charterDigest(), ledger.state.authority()));
    }

    @Test
    void saysWhenFewerCountNowThanAreNeeded() {
        assertThat(new WitnessCoverage(2, 1, 212, List.of("acme", "beta"), OptionalLong.of(212), false).text()).isEqualTo(
                "unwitnessed since entry 212 (2 needed, and only 1 counts now; the first 212 were cosigned by acme, beta)");
        assertThat(new WitnessCoverage(2, 2, 212, List.of("acme", "beta"), OptionalLong.of(212), false).text()).isEqualTo(
                "unwitnessed since entry 212 (2 of 2 needed; the first 212 were cosigned by acme, beta)");
    }
}
