package consort.worker.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.audit.Trust;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.Entries;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.Witnessing;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.worker.confidential.Confiding;
import consort.worker.enroll.TaughtKeys;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.member.OwnEntries;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two trainers of the charter, a fake of each, and a coordinator that may lose its answer. */
class BenchmarkingTest {

    private static final String ORIGIN = "pool.example/pool";
    private static final SignerKey LOG_KEY = SignerKey.fromSeed(ORIGIN, new byte[32]);
    private static final WorkerId WORKER = WorkerId.parse("acme/w1");
    private static final SignerKey KEY = SignerKey.fromSeed(KeyNames.worker(ORIGIN, WORKER), new byte[32]);

    @TempDir
    private Path root;

    private Disk disk;
    private final Coordinator coordinator = new Coordinator();
    private final Stopwatch stopwatch = new Stopwatch();
    private final List<String> told = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** Holds the worker's entries in memory; may lose an answer. */
    private static final class Coordinator implements OwnEntries.Membership {
        private final List<byte[]> held = new ArrayList<>();
        private boolean losesAnswer;

        @Override
        public OwnEntries.Position position(VerifierKey key) {
            return new OwnEntries.Position(held.size(), true, "");
        }

        @Override
        public byte[] append(byte[] entry) throws StatusException {
            PartyBody body = (PartyBody) Entries.parse(entry).body();
            if (body.seq() == held.size() + 1) {
                held.add(entry);
            }
            assertThat(held.get((int) body.seq() - 1)).as("the same bytes for the same seq").isEqualTo(entry);
            if (losesAnswer) {
                throw Status.UNAVAILABLE.asException();
            }
            return Receipts.sign(LOG_KEY, List.of(new Receipted(100 + body.seq(), TreeHash.leaf(entry))));
        }

        List<Benchmark> benchmarks() {
            return held.stream().map(entry -> (Benchmark) Entries.parse(entry).body()).toList();
        }
    }

    /** Says what the test wants. */
    private static final class Stopwatch implements Measuring {
        private final List<String> measured = new ArrayList<>();
        private String broken = "";
        private boolean stopped;
        private long wallMillis = 2_000;

        @Override
        public Optional<Measured> measure(ReferenceSpeed benchmark, BooleanSupplier stop) {
            measured.add(benchmark.trainer());
            if (benchmark.trainer().equals(broken)) {
                throw new BenchmarkFailedException("crashed: exit 1");
            }
            return stopped ? Optional.empty() : Optional.of(new Measured(wallMillis, "c".repeat(64)));
        }
    }

    @BeforeEach
    void aWorkersFolder() throws IOException {
        PartyFolder folder = new PartyFolder(root);
        folder.save(KEY);
        folder.save(new Trust(LOG_KEY.verifierKey(), charter().digest(), "b".repeat(64)));
        disk = new FileDisk(root);
    }

    private static CharterDocument charter() {
        return new CharterDocument("pool", "pool.example", "EUR", 184, "a rate", new Share(70, 20, 10), Settlement.TRANSFERS,
                new Outcomes(1000, 800, 500, 250, 100), 0, Witnessing.NONE, 14,
                List.of(reference("cnn", "train"), reference("gpt", "text"), reference("rnn", "audio"), reference("vit", "train")));
    }

    private static ReferenceSpeed reference(String trainer, String data) {
        return new ReferenceSpeed(trainer, data, 10, 5_000, JsonObject.EMPTY);
    }

    private Benchmarks benchmarks(int devices) {
        return new Benchmarks(disk, charter(), site(devices));
    }

    /** Lends cnn, gpt and rnn, but not the data that rnn's benchmark needs. */
    private WorkerConfig site(int devices) {
        Path file = root.resolve("worker.yaml");
        try {
            Files.writeString(file, "devices: " + devices + """

                    trainers:
                      cnn: {command: [/bin/true]}
                      gpt: {command: [/bin/true]}
                      rnn: {command: [/bin/true]}
                    data: {train: /tmp, text: /tmp}
                    """);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return WorkerConfig.read(file);
    }

    private Benchmarking benchmarking(int devices) {
        return new Benchmarking(disk, benchmarks(devices), new OwnEntries(new PartyFolder(root), coordinator, TaughtKeys.only(LOG_KEY)), stopwatch,
                Benchmarking.Lender.of(WORKER, devices, Optional.empty(), told::add, problems::add, Confiding.NOTHING), () -> Instant.ofEpochMilli(7));
    }

    private int start(int devices) throws Exception {
        benchmarking(devices).sendLeft();
        return benchmarking(devices).run(benchmarks(devices).due(), () -> false);
    }

    @Test
    void measuresWhatTheCharterWantsAndTheSiteHasOnce() throws Exception {
        assertThat(benchmarks(1).impossible()).extracting(ReferenceSpeed::trainer).containsExactly("rnn");
        assertThat(start(1)).isEqualTo(2);
        assertThat(coordinator.benchmarks()).containsExactly(
                new Benchmark(7, "acme", "w1", 1, "cnn", 10, 2_000, 1, "c".repeat(64)),
                new Benchmark(7, "acme", "w1", 2, "gpt", 10, 2_000, 1, "c".repeat(64)));
        assertThat(told).last().asString().contains("gpt is entered: 5.000 steps/s, score 1000/1000");
        assertThat(benchmarks(1).due()).isEmpty();
        assertThat(start(1)).isZero();
        assertThat(stopwatch.measured).containsExactly("cnn", "gpt");
    }

    @Test
    void measuresAgainWhenItLendsMoreDevices() throws Exception {
        start(1);
        stopwatch.wallMillis = 500;
        assertThat(start(2)).isEqualTo(2);
        assertThat(benchmarks(2).scoreMilli("cnn")).as("two devices, together four times as fast").isEqualTo(2000);
        assertThat(benchmarks(2).highestScoreMilli()).isEqualTo(2000);
        assertThat(benchmarks(2).scoreMilli("vit")).as("nothing entered").isEqualTo(1000);
    }

    @Test
    void aBenchmarkWhoseAnswerWasLostIsSentAgainAndNotMeasuredAgain() throws Exception {
        coordinator.losesAnswer = true;
        assertThatThrownBy(() -> start(1)).isInstanceOf(StatusException.class);
        coordinator.losesAnswer = false;
        assertThat(start(1)).as("gpt's").isEqualTo(1);
        assertThat(stopwatch.measured).containsExactly("cnn", "gpt");
        assertThat(coordinator.held).hasSize(2);
        assertThat(root.resolve("outbox")).isEmptyDirectory();
    }

    @Test
    void aTrainerThatFailsKeepsNoOtherFromBeingMeasured() throws Exception {
        stopwatch.broken = "cnn";
        assertThat(start(1)).isEqualTo(1);
        assertThat(problems).singleElement().asString().contains("benchmark of trainer cnn failed (crashed: exit 1)", "consort worker benchmark");
        assertThat(benchmarks(1).due()).extracting(ReferenceSpeed::trainer).containsExactly("cnn");
    }

    @Test
    void entersNothingWhenTheSiteTakesTheDeviceBack() throws Exception {
        stopwatch.stopped = true;
        assertThat(start(1)).isZero();
        assertThat(coordinator.held).isEmpty();
        assertThat(benchmarks(1).due()).hasSize(2);
    }

    @Test
    void aDamagedRecordIsMendedByMeasuringAgain() throws Exception {
        start(1);
        Files.writeString(root.resolve("benchmarks/cnn"), "nonsense");
        assertThat(start(1)).isEqualTo(1);
        assertThat(benchmarks(1).entered("cnn")).isPresent();
    }

    @Test
    void knowsAClaimThatIsOutstanding() throws Exception {
        assertThat(benchmarking(1).claimStands()).isFalse();
        disk.create("outbox/1", Entries.sign("pool.example", new UsageClaim(1, "acme", "w1", 1, 1, "c".repeat(64),
                UsageClaim.Outcome.DONE, Optional.empty(), Optional.empty(), 5, 1, 1, Optional.empty(), OptionalLong.of(1),
                OptionalLong.empty()), KEY));
        assertThat(benchmarking(1).claimStands()).isTrue();
    }
}
