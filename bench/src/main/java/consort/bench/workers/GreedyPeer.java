package consort.bench.workers;

import consort.bench.pool.Enrolled;
import consort.certs.Tls;
import consort.model.tensor.ByteSource;
import consort.worker.network.Route;
import consort.worker.rpc.BlobClient;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;

/** A worker that uploads without end, as fast as it is let; what it sends is thrown away when it turns out to be another blob. */
final class GreedyPeer implements AutoCloseable {

    private final CoordinatorChannel channel;
    private final ByteSource zeros;
    private final Thread thread = Thread.ofPlatform().daemon().name("greedy").unstarted(this::send);
    private volatile boolean closing;

    /** @param bytes of each upload */
    GreedyPeer(Enrolled worker, long bytes) {
        channel = new CoordinatorChannel(worker.coordinator(), new Route.Direct(),
                Tls.client(worker::credential, worker.authority(), Clock.systemUTC()));
        zeros = new ByteSource() {

            @Override
            public long size() {
                return bytes;
            }

            @Override
            public void read(long offset, ByteBuffer into) {
                into.position(into.limit());
            }
        };
        thread.start();
    }

    private void send() {
        BlobClient blobs = new BlobClient(channel);
        for (long number = 0; !closing; number++) {
            try {
                blobs.store("%064x".formatted(number), zeros);
            } catch (StatusException refusedAtItsEnd) {
                // By its digest, or because the channel is closed.
            } catch (IOException | InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        channel.close();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
