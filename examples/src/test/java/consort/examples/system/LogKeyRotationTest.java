package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.examples.demo.story.LedgerFolder;
import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.audit.Trust;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.UsageClaim;
import consort.ledger.log.LogStore;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import consort.worker.folder.PartyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log key is replaced in the middle of a run: a worker that knew the old one goes on without a restart, one that joins later
 * works for the same job, and their organization learns of the new key from a copy of the ledger. Who stole the old key convinces none of them.
 */
class LogKeyRotationTest {

    private static final long MODEL_BYTES = 4096;
    private static final String POLICY = ",\"policy\":{\"jobs\":{\"submitters\":[\"operator\"]}}}";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    private Consortium consortium;

    @Test
    void membersAndWorkersFollowTheLogToItsNextKey() throws Exception {
        try (Consortium founded = new Consortium(root)) {
            consortium = founded;
            Running coordinator = consortium.serve();
            consortium.enroll("acme");
            Site first = joined("w1");
            Running before = consortium.run(first);
            consortium.submit(new JobFile("long", 1).with("cohort", Map.of("min", 1, "max", 2)).with("gatherSeconds", 1)
                    .with("rounds", 1000), consortium.initialModel(MODEL_BYTES));
            before.awaitSaid("is accepted");
            coordinator.stop();

            Path keyFile = consortium.operator().resolve("keys/log.key");
            SignerKey stolen = SignerKey.parse(Files.readString(keyFile).strip());
            rotate("add");
            SignerKey next = SignerKey.parse(Files.readString(keyFile).strip());
            assertThat(next.verifierKey()).isNotEqualTo(stolen.verifierKey());
            coordinator = consortium.serve();
            before.awaitSaid("log key was replaced by");
            Site later = joined("w2");
            Running after = consortium.run(later);
            awaitClaims(first);
            awaitClaims(later);

            coordinator.stop();
            rotate("retire");
            coordinator = consortium.serve();
            awaitClaims(first);
            awaitClaims(later);
            for (Running worker : List.of(before, after)) {
                assertThat(worker.runs()).as(worker.said()).isTrue();
                worker.stop();
            }

            assertThat(new PartyFolder(first.member()).trust().logKeys().newest()).as("nobody told the office yet")
                    .isEqualTo(stolen.verifierKey());
            consortium.audit(first).expect(0);
            coordinator.stop();
            Path copy = consortium.path("acme").resolve("ledger");
            Path forged = forged(stolen);
            for (Path folder : List.of(first.member(), first.folder(), later.folder())) {
                Trust trust = new PartyFolder(folder).trust();
                assertThat(trust.logKeys().all()).containsExactly(stolen.verifierKey(), next.verifierKey());
                assertThat(audit(copy, folder)).isInstanceOf(AuditVerdict.Verified.class);
                assertThat(audit(forged, folder)).isInstanceOfSatisfying(AuditVerdict.Tampered.class,
                        tampered -> assertThat(tampered.evidence().rule()).isEqualTo("trust"));
            }
        }
    }

    private Site joined(String worker) throws Exception {
        Site site = consortium.join("acme", worker);
        site.offerReference(consortium.port(), MODEL_BYTES, 1, "train");
        Path yaml = site.folder().resolve("worker.yaml");
        String text = Files.readString(yaml);
        // Which job it is, and who submitted it, entries say that the old key signed.
        Files.writeString(yaml, text.substring(0, text.lastIndexOf('}')) + POLICY);
        return site;
    }

    private void rotate(String step) throws Exception {
        consortium.programs().run("coordinator", "rotate-log-key", step, "--dir", consortium.operator().toString()).expect(0);
    }

    /** Waits until two more claims of a worker are entered. */
    private void awaitClaims(Site site) throws Exception {
        long before = claims(site);
        Waiting.until(site.id() + " claims more", Waiting.LONG, () -> claims(site) >= before + 2);
    }

    private long claims(Site site) throws IOException {
        return consortium.bodies(UsageClaim.class).stream().filter(claim -> claim.worker().equals(site.worker())).count();
    }

    private static AuditVerdict audit(Path ledger, Path folder) throws IOException {
        return Auditor.of(TileSource.of(new FileDisk(ledger))).trusting(new PartyFolder(folder).trust())
                .withReceipts(new FileDisk(folder.resolve("receipts"))).run();
    }

    /** The ledger as if the key had never been replaced, and went on. */
    private Path forged(SignerKey stolen) throws IOException {
        List<Entry> entries = new LedgerFolder(consortium.ledger()).entries();
        int end = IntStream.range(0, entries.size()).filter(i -> entries.get(i).body() instanceof LogKey).findFirst().orElseThrow();
        List<byte[]> kept = new ArrayList<>(new LedgerFolder(consortium.ledger()).storedEntries().subList(0, end));
        long starts = entries.subList(0, end).stream().filter(entry -> entry.body() instanceof CoordinatorStarted).count();
        kept.add(Entries.sign(KeyNames.domain(stolen.name()),
                new CoordinatorStarted(System.currentTimeMillis(), starts + 1, "stolen"), stolen));
        Path folder = Files.createTempDirectory(root, "forged");
        try (LogStore store = LogStore.open(new FileDisk(folder), stolen.verifierKey())) {
            store.append(kept);
            store.publish(stolen);
        }
        Path docs = Files.createDirectories(folder.resolve("docs"));
        for (String name : Consortium.names(consortium.ledger().resolve("docs"))) {
            Files.copy(consortium.ledger().resolve("docs").resolve(name), docs.resolve(name));
        }
        return folder;
    }
}
