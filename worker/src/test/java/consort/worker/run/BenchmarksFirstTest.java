package consort.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.certs.Address;
import consort.fuzz.network.FreePort;
import consort.ledger.audit.Trust;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.Entries;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.Witnessing;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.proto.AppendReply;
import consort.proto.AppendRequest;
import consort.proto.MembershipGrpc;
import consort.proto.PositionReply;
import consort.proto.PositionRequest;
import consort.proto.ReportReply;
import consort.proto.ReportRequest;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.reference.ReferenceTrainer;
import consort.worker.confidential.Confiding;
import consort.worker.control.Control;
import consort.worker.copy.KeptCharter;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.network.Route;
import consort.worker.rpc.BlobServer;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.session.Effect;
import consort.worker.session.Notice;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker with a benchmark to do, whose site is closed and whose coordinator is away. */
@Timeout(600)
class BenchmarksFirstTest {

    private static final String ORIGIN = "pool.example/pool";
    private static final SignerKey LOG_KEY = SignerKey.fromSeed(ORIGIN, new byte[32]);

    @TempDir
    private Path root;

    private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
    private PartyFolder folder;
    private CoordinatorChannel channel;

    @BeforeEach
    void aWorkersFolder() throws Exception {
        folder = new PartyFolder(root);
        Address nobody = new Address("localhost", FreePort.next());
        folder.save(SignerKey.fromSeed(KeyNames.worker(ORIGIN, WorkerId.parse("acme/w1")), new byte[32]));
        folder.save(new Trust(LOG_KEY.verifierKey(), charter().digest(), "b".repeat(64)));
        folder.save(new Enrolled(nobody, "acme", Optional.of("w1"), Optional.empty()));
        KeptCharter.keep(folder, charter());
        Files.writeString(folder.workerYaml(), "trainers: {cnn: {command: [/bin/false]}}\ndata: {train: /tmp}\nwitness: false\n");
        channel = new CoordinatorChannel(nobody, new Route.Direct(), GrpcSslContexts.forClient().build());
    }

    @AfterEach
    void hangUp() {
        channel.close();
    }

    private static CharterDocument charter() {
        return new CharterDocument("pool", "pool.example", "EUR", 184, "a rate", new Share(70, 20, 10), Settlement.TRANSFERS,
                new Outcomes(1000, 800, 500, 250, 100), 0, Witnessing.NONE, 14,
                List.of(new ReferenceSpeed("cnn", "train", 10, 5_000, JsonObject.EMPTY)));
    }

    private WorkerConfig config() {
        return WorkerConfig.read(folder.workerYaml());
    }

    private AgentWitness witness() {
        return new AgentWitness(folder, config(), notices::add, why -> { }, () -> { });
    }

    private BenchmarksFirst first() {
        return new BenchmarksFirst(folder, config(), Map.of(), witness(), notices::add);
    }

    /** Begins on a thread of its own; the task ends when it returns. */
    private FutureTask<Optional<Effect.Exit>> begin(BenchmarksFirst first) {
        FutureTask<Optional<Effect.Exit>> running = new FutureTask<>(() -> first.run(channel, new FileDisk(root), Confiding.NOTHING));
        Thread.ofPlatform().daemon().start(running);
        return running;
    }

    private String told() throws InterruptedException {
        return notices.poll(120, TimeUnit.SECONDS).text();
    }

    @Test
    void waitsWhilePausedThenForTheCoordinatorAndEndsWhenItIsStopped() throws Exception {
        Control control = new Control(folder);
        control.pause();
        BenchmarksFirst first = first();
        FutureTask<Optional<Effect.Exit>> running = begin(first);
        assertThat(told()).isEqualTo("the benchmark of cnn waits: paused");
        assertThat(control.state().orElseThrow().fields().flag("deviceFree")).as("as a pause waits to see").isTrue();
        control.resume();
        assertThat(told()).startsWith("no connection:").contains("trying again");
        assertThat(running.isDone()).isFalse();
        first.stop();
        running.get();
        assertThat(first.isStopped()).isTrue();
    }

    /** A coordinator that was restored: busy until it was told what the worker holds. */
    private static final class Restored extends MembershipGrpc.MembershipImplBase {
        private final AtomicInteger reports = new AtomicInteger();
        private final AtomicReference<ByteString> entered = new AtomicReference<>();
        private volatile Status refusal = Status.RESOURCE_EXHAUSTED.withDescription("the ledger was restored");

        @Override
        public void report(ReportRequest request, StreamObserver<ReportReply> observer) {
            // Others' reports are waited for longer than a few attempts last.
            if (reports.incrementAndGet() == 5) {
                refusal = Status.INTERNAL.withDescription("out of order");
            }
            observer.onNext(ReportReply.newBuilder().setWaiting(true).build());
            observer.onCompleted();
        }

        @Override
        public void position(PositionRequest request, StreamObserver<PositionReply> observer) {
            if (!refusal.isOk()) {
                observer.onError(refusal.asRuntimeException());
                return;
            }
            observer.onNext(PositionReply.newBuilder().setAdmitted(true).build());
            observer.onCompleted();
        }

        @Override
        public void append(AppendRequest request, StreamObserver<AppendReply> observer) {
            entered.set(request.getEntry());
            observer.onNext(AppendReply.newBuilder().setReceipt(ByteString.copyFrom(Receipts.sign(LOG_KEY,
                    List.of(new Receipted(7, TreeHash.leaf(request.getEntry().toByteArray())))))).build());
            observer.onCompleted();
        }
    }

    private byte[] benchmarkInTheOutbox() throws IOException {
        byte[] signed = Entries.sign("pool.example", new Benchmark(1_700_000_000_000L, "acme", "w1", 1, "cnn", 10, 900,
                WorkerConfig.read(folder.workerYaml()).devices(), "c".repeat(64)), folder.signingKey());
        new FileDisk(root).create("outbox/1", signed);
        return signed;
    }

    @Test
    void endsWithTheReasonWhenItsCertificateCountsNoMore() throws Exception {
        benchmarkInTheOutbox();
        Restored revoking = new Restored();
        revoking.refusal = Status.UNAUTHENTICATED.withDescription("worker acme/w1 was revoked: its key was copied");
        try (BlobServer server = new BlobServer(revoking)) {
            channel.close();
            channel = server.channel(server.address().getPort());
            assertThat(begin(first()).get()).contains(new Effect.Exit(24, "worker acme/w1 was revoked: its key was copied"));
        }
        assertThat(root.resolve("outbox/1")).exists();
        assertThat(notices).isEmpty();
    }

    @Test
    void asksForNoTasksBeforeTheSignedBenchmarkIsTakenAndReportsToARestoredCoordinator() throws Exception {
        byte[] signed = benchmarkInTheOutbox();
        Restored restored = new Restored();
        try (BlobServer server = new BlobServer(restored)) {
            channel.close();
            channel = server.channel(server.address().getPort());
            FutureTask<Optional<Effect.Exit>> running = begin(new BenchmarksFirst(folder, config(), Map.of(), witness(), notices::add, 10));
            assertThat(told()).contains("no connection", "the ledger was restored");
            assertThat(told()).contains("does not take the benchmark that stands in outbox", "no task", "out of order");
            assertThat(running.isDone()).isFalse();
            assertThat(restored.reports).hasValue(5);
            restored.refusal = Status.OK;
            running.get();
        }
        assertThat(restored.entered.get()).isEqualTo(ByteString.copyFrom(signed));
        assertThat(root.resolve("outbox")).isEmptyDirectory();
        assertThat(root.resolve("receipts/1")).exists();
    }

    /** This machine's clock is two days ahead, until somebody sets it. */
    @Test
    void waitsWhileClocksDifferAndIsNoLessAWitnessAfterwards() throws Exception {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofDays(2));
        Keyless coordinator = new Keyless();
        Files.writeString(folder.workerYaml(), "trainers: {cnn: {command: [/bin/false]}}\ndata: {text: /tmp}\nwitness: true\n");
        try (BlobServer server = new BlobServer(coordinator)) {
            channel.close();
            channel = server.channel(server.address().getPort(), () -> Instant.now().plus(ahead.get()));
            FutureTask<Optional<Effect.Exit>> running = begin(new BenchmarksFirst(folder, config(), Map.of(), witness(), notices::add, 10));
            assertThat(told()).startsWith("no connection:").contains("expired at", "trying again");
            assertThat(running.isDone()).isFalse();
            ahead.set(Duration.ZERO);
            assertThat(running.get()).isEmpty();
        }
        assertThat(coordinator.asked.get()).as("which key witnesses").isPositive();
        assertThat(notices).extracting(Notice::text).noneMatch(text -> text.contains("does not witness"));
    }

    /** A coordinator at which another worker of the organization is the witness. */
    private static final class Keyless extends MembershipGrpc.MembershipImplBase {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public void position(PositionRequest request, StreamObserver<PositionReply> observer) {
            asked.incrementAndGet();
            observer.onNext(PositionReply.newBuilder().setAdmitted(true).setWitnessKey("another worker's").build());
            observer.onCompleted();
        }
    }

    @Test
    void whoLeavesIsNotKept() throws Exception {
        new Control(folder).leave("moving");
        begin(first()).get();
        assertThat(notices).isEmpty();
    }

    @Test
    void saysWhichDataTheBenchmarkLacksAndGoesOn() throws Exception {
        Files.writeString(folder.workerYaml(), "trainers: {cnn: {command: [/bin/false]}}\ndata: {text: /tmp}\nwitness: false\n");
        begin(first()).get();
        assertThat(told()).contains("no training with trainer cnn", "needs data train");
    }

    private BenchmarksFirst with(List<String> command) {
        TrainerCommand trainer = new TrainerCommand(command, System.getenv(), root, root.resolve("trainer.log"));
        return new BenchmarksFirst(folder, WorkerConfig.read(folder.workerYaml()), Map.of("cnn", trainer), witness(), notices::add, 10);
    }

    @Test
    void doesABenchmarkThatIsWantedAgainAndStaysReadyForOneThatItsTrainerFailed() throws Exception {
        FileDisk disk = new FileDisk(root);
        disk.create("benchmarks/cnn", Entries.sign("pool.example", new Benchmark(1_700_000_000_000L, "acme", "w1", 1, "cnn", 10, 900,
                WorkerConfig.read(folder.workerYaml()).devices(), "c".repeat(64)), folder.signingKey()));
        Restored coordinator = new Restored();
        coordinator.refusal = Status.OK;
        try (BlobServer server = new BlobServer(coordinator)) {
            channel.close();
            channel = server.channel(server.address().getPort());
            BenchmarksFirst first = with(ReferenceTrainer.command(4_000, 4));
            assertThat(first.measuredMillis(disk)).containsEntry("cnn", 1_700_000_000_000L);
            begin(first).get();
            assertThat(coordinator.entered).as("the ledger has one").hasValue(null);
            first.want("cnn", disk);
            begin(first).get();
            Benchmark again = (Benchmark) Entries.parse(coordinator.entered.get().toByteArray()).body();
            assertThat(again.wallMillis()).isEqualTo(ReferenceTrainer.busyMillis(10, 4));
            assertThat(first.measuredMillis(disk)).containsEntry("cnn", again.timeMillis());
            assertThat(root.resolve("receipts/1")).exists();

            BenchmarksFirst failing = with(List.of("/bin/sh", "-c", "exit 3"));
            failing.want("cnn", disk);
            begin(failing).get();
            assertThat(notices).extracting(Notice::text).anySatisfy(text -> assertThat(text).contains("the benchmark of trainer cnn failed"));
            assertThat(failing.measuredMillis(disk).get("cnn")).as("when it failed").isGreaterThanOrEqualTo(again.timeMillis());
        }
    }
}
