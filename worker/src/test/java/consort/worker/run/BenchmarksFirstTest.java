package consort.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Address;
import consort.ledger.audit.Trust;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.ledger.note.SignerKey;
import consort.worker.control.Control;
import consort.worker.copy.KeptCharter;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.network.Route;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.session.Notice;
import io.grpc.netty.GrpcSslContexts;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker with a benchmark to do, whose site is closed and whose coordinator is away. */
@Timeout(60)
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
        Address nobody;
        try (ServerSocket closed = new ServerSocket(0)) {
            nobody = new Address("localhost", closed.getLocalPort());
        }
        folder.save(SignerKey.fromSeed(KeyNames.worker(ORIGIN, WorkerId.parse("acme/w1")), new byte[32]));
        folder.save(new Trust(LOG_KEY.verifierKey(), charter().digest(), "b".repeat(64)));
        folder.save(new Enrolled(nobody, "acme", Optional.of("w1"), Optional.empty()));
        KeptCharter.keep(folder, charter());
        Files.writeString(folder.workerYaml(), "trainers: {cnn: {command: [/bin/false]}}\ndata: {train: /tmp}\n");
        channel = new CoordinatorChannel(nobody, new Route.Direct(), GrpcSslContexts.forClient().build());
    }

    @AfterEach
    void hangUp() {
        channel.close();
    }

    private static CharterDocument charter() {
        return new CharterDocument("pool", "pool.example", "EUR", 184, "a rate", new Share(70, 20, 10), Settlement.TRANSFERS,
                new Outcomes(1000, 800, 500, 250, 100), 0, "none", 14,
                List.of(new ReferenceSpeed("cnn", "train", 10, 5_000, JsonObject.EMPTY)));
    }

    private BenchmarksFirst first() {
        return new BenchmarksFirst(folder, WorkerConfig.read(folder.workerYaml()), Map.of(), notices::add);
    }

    /** Begins on a thread of its own; the task ends when it returns. */
    private FutureTask<Void> begin(BenchmarksFirst first) {
        FutureTask<Void> running = new FutureTask<>(() -> {
            first.run(channel, new FileDisk(root));
            return null;
        });
        Thread.ofPlatform().daemon().start(running);
        return running;
    }

    private String told() throws InterruptedException {
        return notices.poll(30, TimeUnit.SECONDS).text();
    }

    @Test
    void waitsWhilePausedThenForTheCoordinatorAndEndsWhenItIsStopped() throws Exception {
        Control control = new Control(folder);
        control.pause();
        BenchmarksFirst first = first();
        FutureTask<Void> running = begin(first);
        assertThat(told()).isEqualTo("the benchmark of cnn waits: paused");
        assertThat(control.state().orElseThrow().fields().flag("deviceFree")).as("as a pause waits to see").isTrue();
        control.resume();
        assertThat(told()).startsWith("no connection:").contains("trying again");
        assertThat(running.isDone()).isFalse();
        first.stop();
        running.get();
        assertThat(first.isStopped()).isTrue();
    }

    @Test
    void whoLeavesIsNotKept() throws Exception {
        new Control(folder).leave("moving");
        begin(first()).get();
        assertThat(notices).isEmpty();
    }

    @Test
    void saysWhichDataTheBenchmarkLacksAndGoesOn() throws Exception {
        Files.writeString(folder.workerYaml(), "trainers: {cnn: {command: [/bin/false]}}\ndata: {text: /tmp}\n");
        begin(first()).get();
        assertThat(told()).contains("no training with trainer cnn", "needs data train");
    }
}
