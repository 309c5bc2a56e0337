package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Unwitnessed;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.disk.FileDisk;
import consort.ledger.fold.EveryEntry;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.NoteSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
    void whatEnoughWitnessesCosignedIsWitnessed() throws IOException {
        WitnessedLedger.cosign(ledger, folder, SignedCheckpoint.PATH, "acme", "beta", "carol");
        Verified verified = (Verified) demanding();
        assertThat(verified.facts().witnesses())
                .isEqualTo(new WitnessFacts(2, 2, ledger.state.size(), List.of("acme", "beta"), OptionalLong.empty()));
        assertThat(verified.facts().witnesses().text()).isEqualTo("every entry is witnessed (2 of 2 needed, cosigned by acme, beta)");
        assertThat(Proof.lines(verified.facts())).last().asString().contains("if more than 1 of the 2 witnesses lied with the operator");
    }

    @Test
    void theOperatorsOwnCosignatureDoesNotCount() throws IOException {
        WitnessedLedger.cosign(ledger, folder, SignedCheckpoint.PATH, "acme", "carol");
        AuditVerdict verdict = demanding();
        assertThat(verdict.exitCode()).isEqualTo(65);
        assertThat(((Unwitnessed) verdict).facts().witnesses())
                .isEqualTo(new WitnessFacts(2, 2, 0, List.of("acme"), OptionalLong.of(0)));
        assertThat(auditor().run()).as("when nobody demands it").isInstanceOf(Verified.class);
    }

    @Test
    void saysSinceWhenNothingIsWitnessed() throws IOException {
        long covered = ledger.state.size() - 1;
        publishWitnessed(covered, "acme", "beta");
        WitnessFacts facts = ((Unwitnessed) demanding()).facts().witnesses();
        assertThat(facts.size()).isEqualTo(covered);
        assertThat(facts.unwitnessedSince()).hasValue(covered);
        assertThat(facts.text()).startsWith("unwitnessed since entry " + covered);
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

    private Auditor auditor() throws IOException {
        return Auditor.of(TileSource.of(new FileDisk(folder))).trusting(
                new Trust(ledger.state.logKeys().first(), ledger.state.charterDigest(), ledger.state.authority()));
    }
}
