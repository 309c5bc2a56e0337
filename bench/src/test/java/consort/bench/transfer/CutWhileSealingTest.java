package consort.bench.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Address;
import consort.coordinator.rpc.CoordinatorServer;
import consort.fuzz.network.CuttingProxy;
import consort.fuzz.network.CuttingProxy.Direction;
import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Document;
import consort.model.tensor.MemorySource;
import consort.worker.cache.ModelCache;
import consort.worker.network.Route;
import consort.worker.rpc.BlobClient;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.GrpcTransfers;
import consort.worker.session.Event;
import consort.worker.session.UpdateRef;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker's upload over real sockets to a coordinator's port, cut when all bytes came and the disk is still syncing them. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CutWhileSealingTest {

    private static final int SIZE = 20 << 20;
    /** Frames, records, handshakes and acknowledgements. */
    private static final int OVERHEAD = SIZE / 100;
    /** Less than two chunks. */
    private static final int SENT_AGAIN = 2 << 20;

    @TempDir
    private Path folder;

    private final CountDownLatch syncing = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Test
    void sendsNothingAgainWhetherTheSyncIsOverOrNot() throws Exception {
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        UpdateRef update = new UpdateRef(Document.digest(bytes), SIZE);
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        disk.inject((number, operation, path) -> operation == Faults.Operation.SYNC ? synced() : Faults.Outcome.SUCCEED);
        Keys keys = Keys.found(folder);
        ExecutorService calls = Executors.newFixedThreadPool(4);
        CoordinatorServer server = new FarEnd(disk).serve(keys, calls);
        try (CuttingProxy proxy = new CuttingProxy(server.port());
                CoordinatorChannel channel = new CoordinatorChannel(new Address("localhost", proxy.port()), new Route.Direct(), keys.worker(1));
                GrpcTransfers transfers = new GrpcTransfers(new BlobClient(channel), new ModelCache(folder.resolve("cache"), 1))) {
            transfers.upload(update, new MemorySource(bytes), 0, events::add);
            syncing.await();
            assertThat(proxy.bytes(Direction.UP)).isBetween((long) SIZE, (long) SIZE + OVERHEAD);
            proxy.cutIdle(1);
            failed();
            proxy.cutIdle(0);

            // Back before the sync is over: the coordinator says so, and the worker's session tries again later.
            transfers.upload(update, new MemorySource(bytes), 0, events::add);
            assertThat(failed()).contains("being made durable");
            done.countDown();
            Event last = events.poll();
            while (!(last instanceof Event.Uploaded)) {
                transfers.upload(update, new MemorySource(bytes), 10, events::add);
                last = events.poll(300, TimeUnit.SECONDS);
                assertThat(last).isNotNull();
            }
            assertThat(proxy.bytes(Direction.UP)).isLessThan(SIZE + SENT_AGAIN);
        } finally {
            done.countDown();
            server.stop();
            calls.shutdownNow();
        }
    }

    private Faults.Outcome synced() {
        syncing.countDown();
        try {
            done.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return Faults.Outcome.SUCCEED;
    }

    private String failed() throws InterruptedException {
        Event event = events.poll(300, TimeUnit.SECONDS);
        assertThat(event).isInstanceOf(Event.UploadFailed.class);
        assertThat(((Event.UploadFailed) event).again()).isTrue();
        return ((Event.UploadFailed) event).reason();
    }
}
