package consort.bench.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Address;
import consort.certs.Admission;
import consort.certs.InviteStanding;
import consort.coordinator.rpc.CoordinatorServer;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Document;
import consort.model.tensor.MemorySource;
import consort.worker.network.Route;
import consort.worker.rpc.BlobClient;
import consort.worker.rpc.CoordinatorChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which threads verify certificates: within the handshake gRPC and Netty decide it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HandshakeThreadsTest {

    private static final String CALLS = "calls of this test";

    @TempDir
    private Path folder;

    private final List<String> verifying = new CopyOnWriteArrayList<>();

    @Test
    void certificatesAreVerifiedOffTheThreadsThatCarryBytes() throws Exception {
        Keys keys = Keys.found(folder);
        Admission admission = new Admission(keys.authority().certificate(), Clock.systemUTC(), revoked -> {
            noteWithinTls();
            return false;
        }, invite -> InviteStanding.UNKNOWN, refused -> { });
        ExecutorService calls = Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().name(CALLS).factory());
        CoordinatorServer server = new FarEnd(new SimulatedDisk(new Random(1))).serve(keys, admission, calls);
        byte[] bytes = {1, 2, 3};
        try (CoordinatorChannel channel =
                new CoordinatorChannel(new Address("localhost", server.port()), new Route.Direct(), keys.worker(1))) {
            new BlobClient(channel).store(Document.digest(bytes), new MemorySource(bytes));
        } finally {
            server.stop();
            calls.shutdownNow();
        }
        assertThat(verifying).isNotEmpty().containsOnly(CALLS);
    }

    /** Each call asks the same, which is not meant. */
    private void noteWithinTls() {
        boolean withinTls = StackWalker.getInstance().walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith("io.netty.handler.ssl.")));
        if (withinTls) {
            verifying.add(Thread.currentThread().getName());
        }
    }
}
