package consort.worker.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.EstimateDocument.Figure;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys;
import consort.ledger.json.JsonObject;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import consort.worker.enroll.TamperingException;
import consort.worker.enroll.TaughtKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member reads before it approves, from a coordinator that may serve anything. */
class SubmittedJobTest {

    private static final String ORIGIN = "example.org/pool";
    private static final SignerKey KEY = SignerKey.fromSeed(ORIGIN, new byte[SignerKey.SEED_BYTES]);
    private static final JobDocument JOB = job();
    private static final EstimateDocument ESTIMATE = estimate(JOB.digest());
    /** Not in the first tile. */
    private static final int INDEX = 300;

    private final TreeMap<String, byte[]> documents = new TreeMap<>();
    private SimulatedDisk disk;

    @BeforeEach
    void documentsStandBesideTheTiles() {
        document(JOB);
        document(ESTIMATE);
    }

    private static JobDocument job() {
        return JobDocument.read(JsonObject.builder().put("name", "small").put("trainer", "cnn").put("model", "ab".repeat(32))
                .put("data", "train").put("rounds", 3).put("steps", 5).put("seed", 7).put("weights", "equal")
                .put("cohort", JsonObject.builder().put("min", 1).put("max", 2).build()).put("quorum", 1)
                .put("gatherSeconds", 5).put("roundSeconds", 100).put("waitSeconds", 60).put("dropoutSeconds", 20)
                .put("maxAbandonedRounds", 1).put("maxUpdateNormMillionths", 1_000_000).put("maxUpdateBytes", 1000)
                .put("settings", JsonObject.EMPTY).build());
    }

    private static EstimateDocument estimate(String job) {
        return new EstimateDocument(job, Figure.exact(72), Figure.exact(72), Figure.atMost(300_000), Figure.atMost(300_000),
                Figure.atMost(432), Figure.atLeast(16), "EUR", Figure.atMost(15), 1, 1, List.of());
    }

    private void document(Document document) {
        documents.put("docs/" + document.digest(), document.bytes());
    }

    private SubmittedJob fetch(Job job, SignerKey signer) throws Exception {
        return fetch(job, signer, KEY, TaughtKeys.only(KEY));
    }

    private SubmittedJob fetch(Job job, SignerKey signer, SignerKey publisher, TaughtKeys keys) throws Exception {
        disk = new SimulatedDisk(new SplittableRandom(1));
        List<byte[]> entries = new ArrayList<>();
        while (entries.size() < INDEX) {
            entries.add(Entries.sign("example.org", new CoordinatorStarted(1, 1 + entries.size(), "test"), KEY));
        }
        entries.add(Entries.sign("example.org", job, signer));
        try (LogStore store = LogStore.open(disk, KEY.verifierKey())) {
            store.append(entries);
            store.publish(KEY);
        }
        SignedCheckpoint published = new LogReader(TileSource.of(disk)).checkpoint();
        disk.replace(SignedCheckpoint.PATH, SignedCheckpoint.sign(published.checkpoint(), publisher).bytes());
        return SubmittedJob.fetch(this::read, keys, JOB.digest(), INDEX);
    }

    private Optional<byte[]> read(String path, int maxBytes) throws IOException {
        if (path.equals(SignedCheckpoint.PATH) || path.startsWith("tile/")) {
            return disk.exists(path) ? Optional.of(disk.readAll(path, maxBytes)) : Optional.empty();
        }
        return Optional.ofNullable(documents.get(path));
    }

    private static Job entry(Optional<String> estimate) {
        return new Job(5, JOB.digest(), "operator", estimate);
    }

    private void assertTampering(Job job, SignerKey signer, String message) {
        assertThatThrownBy(() -> fetch(job, signer)).isInstanceOf(TamperingException.class).hasMessageContaining(message);
    }

    @Test
    void readsJobAndEstimateByTheirDigests() throws Exception {
        assertThat(fetch(entry(Optional.of(ESTIMATE.digest())), KEY))
                .isEqualTo(new SubmittedJob(JOB.digest(), JOB, "operator", INDEX, Optional.of(ESTIMATE)));
        assertThat(fetch(entry(Optional.empty()), KEY).estimate()).isEmpty();
    }

    @Test
    void believesNoEntryThatTheLogKeyDidNotSignOrThatIsAboutAnotherJob() {
        assertTampering(entry(Optional.empty()), SignerKey.fromSeed(ORIGIN, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
            15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32}), "does not submit job " + JOB.digest());
        assertTampering(new Job(5, ESTIMATE.digest(), "operator", Optional.empty()), KEY, "does not submit job");
    }

    @Test
    void wantsTheSignatureOfTheLogKeyOfThatTime() throws Exception {
        SignerKey next = SignerKey.fromSeed(ORIGIN, "the next key of the log, for it ".getBytes(StandardCharsets.US_ASCII));
        for (int ended : List.of(INDEX - 1, INDEX)) {
            LogKeys keys = LogKeys.of(KEY.verifierKey()).after(Entries.parse(Entries.sign("example.org",
                    new LogKey(5, next.verifierKey().toString(), ended, "0".repeat(64)), KEY)));
            TaughtKeys taught = TaughtKeys.of(LogKeys.of(KEY.verifierKey()), keys);
            SignerKey reigning = ended < INDEX ? next : KEY;
            SignerKey another = ended < INDEX ? KEY : next;
            assertThat(fetch(entry(Optional.empty()), reigning, next, taught).entry()).isEqualTo(INDEX);
            assertThatThrownBy(() -> fetch(entry(Optional.empty()), another, next, taught)).isInstanceOf(TamperingException.class)
                    .hasMessageContaining("does not submit job");
        }
    }

    @Test
    void believesNoOtherBytes() {
        documents.put("docs/" + ESTIMATE.digest(), estimate("cd".repeat(32)).bytes());
        assertTampering(entry(Optional.of(ESTIMATE.digest())), KEY, "has other bytes");
        EstimateDocument another = estimate("cd".repeat(32));
        document(another);
        assertTampering(entry(Optional.of(another.digest())), KEY, "is about another job");
        assertTampering(entry(Optional.of(JOB.digest())), KEY, "is none of its kind");
        documents.remove("docs/" + JOB.digest());
        assertTampering(entry(Optional.empty()), KEY, "which the coordinator does not have");
    }
}
