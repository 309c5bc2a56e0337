package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict.Older;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.disk.FileDisk;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.PartyEntryView;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.Prover;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit holds the ledger against the proofs and the checkpoint that a worker kept. */
class KeptTreesTest {

    private static final String FILE = "1.tlog-proof";

    @TempDir
    private Path temporary;

    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private final List<Hash> leaves = new ArrayList<>(ledger.entries.stream().map(TreeHash::leaf).toList());
    private final PartyEntryView first = ledger.state.entryAt(LedgerBuilder.workerKey("carol/w1").verifierKey(), 1).orElseThrow();
    private final int claim = (int) first.entry().index();
    private FileDisk receipts;

    @BeforeEach
    void writeFolder() throws IOException {
        LedgerFolder.write(ledger, temporary.resolve("ledger"));
        LedgerFolder.writeReceipts(ledger, "carol/w1", temporary.resolve("receipts"));
        receipts = new FileDisk(temporary.resolve("receipts"));
    }

    private SignedCheckpoint checkpoint(SignerKey key) throws IOException {
        return SignedCheckpoint.sign(new Checkpoint(LedgerBuilder.ORIGIN, leaves.size(), prover().root(leaves.size())), key);
    }

    private Prover prover() {
        return new Prover((height, index) -> TreeHash.perfect(leaves.subList((int) (index << height), (int) (index + 1 << height))));
    }

    private TlogProof proof(long index) throws IOException {
        return new TlogProof(index, prover().inclusion(index, leaves.size()), checkpoint(ledger.logKey));
    }

    private AuditVerdict audited() throws IOException {
        return Auditor.of(TileSource.of(new FileDisk(temporary.resolve("ledger")))).trusting(LedgerFolder.trust(ledger))
                .withReceipts(receipts).run();
    }

    private void assertTampered(Consumer<Evidence> evidence) throws IOException {
        assertThat(audited()).isInstanceOfSatisfying(Tampered.class, tampered -> {
            assertThat(tampered.evidence().rule()).isEqualTo("proof");
            evidence.accept(tampered.evidence());
        });
    }

    @Test
    void proofsOfEveryCheckpointHold() throws IOException {
        receipts.create(FILE, proof(claim).bytes());
        receipts.create("1.observation.tlog-proof", proof(claim + 1).bytes());
        receipts.create("checkpoint", checkpoint(ledger.logKey).bytes());
        leaves.subList(claim + 2, leaves.size()).clear();
        receipts.create("old.tlog-proof", proof(claim).bytes());

        assertThat(audited()).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.facts().proofs()).isEqualTo(3);
            assertThat(verified.facts().receipts()).isEqualTo(2);
        });
    }

    /** The receipts are lost: the proof alone is what the coordinator cannot deny. */
    @Test
    void namesAnEntryThatWasReplaced() throws IOException {
        receipts.delete("1");
        leaves.set(claim, TreeHash.leaf("what was claimed".getBytes()));
        receipts.create(FILE, proof(claim).bytes());
        assertTampered(evidence -> {
            assertThat(evidence.file()).isEqualTo("proof " + FILE);
            assertThat(evidence.entry()).hasValue(claim);
            assertThat(evidence.field()).isEqualTo("leafHash");
            assertThat(evidence.found()).isEqualTo("an entry with hash " + first.entry().leafHash());
        });
    }

    @Test
    void seesAnotherTreeAroundTheSameEntry() throws IOException {
        leaves.set(claim - 1, TreeHash.leaf("another".getBytes()));
        receipts.create(FILE, proof(claim).bytes());
        assertTampered(evidence -> {
            assertThat(evidence.field()).isEqualTo("root");
            assertThat(evidence.entry()).hasValue(leaves.size() - 1L);
        });
    }

    @Test
    void seesThatTheNewestCheckpointIsOfAnotherTree() throws IOException {
        leaves.set(claim, TreeHash.leaf("another".getBytes()));
        receipts.create("checkpoint", checkpoint(ledger.logKey).bytes());
        assertTampered(evidence -> {
            assertThat(evidence.file()).isEqualTo("kept checkpoint");
            assertThat(evidence.expected()).contains(leaves.size() + " entries with the signed root");
        });
    }

    @Test
    void aDamagedProofProvesNothing() throws IOException {
        TlogProof good = proof(claim);
        List<Hash> path = new ArrayList<>(good.path());
        path.set(0, TreeHash.EMPTY_ROOT);
        receipts.create(FILE, new TlogProof(claim, path, good.checkpoint()).bytes());
        assertTampered(evidence -> {
            assertThat(evidence.field()).isEqualTo("path");
            assertThat(evidence.entry()).isEmpty();
        });
        receipts.replace(FILE, "c2sp.org/tlog-proof@v1\n".getBytes());
        assertTampered(evidence -> assertThat(evidence.field()).isEqualTo("text"));
        SignerKey stranger = SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[32]);
        receipts.replace(FILE, new TlogProof(claim, good.path(), checkpoint(stranger)).bytes());
        assertTampered(evidence -> {
            assertThat(evidence.field()).isEqualTo("signature");
            assertThat(evidence.entry()).isEmpty();
        });
    }

    @Test
    void aProofUnderALongerTreeSaysThatThisCopyIsOlder() throws IOException {
        leaves.add(TreeHash.leaf("later".getBytes()));
        receipts.create(FILE, proof(claim).bytes());
        assertThat(audited()).isInstanceOfSatisfying(Older.class, older ->
                assertThat(older.first()).isEqualTo(leaves.size() - 1L));
    }

    @Test
    void aFolderOfProofsWithoutReceiptsIsNoFolderOfReceipts() throws IOException {
        Files.createDirectories(temporary.resolve("other"));
        FileDisk other = new FileDisk(temporary.resolve("other"));
        other.create(FILE, proof(claim).bytes());
        assertThat(Auditor.holdsReceipts(other)).isFalse();
    }
}
