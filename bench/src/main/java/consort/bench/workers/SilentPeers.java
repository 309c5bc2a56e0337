package consort.bench.workers;

import com.google.protobuf.ByteString;
import consort.bench.pool.Enrolled;
import consort.certs.Tls;
import consort.proto.BlobsGrpc;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.List;

/** Workers each of which begins an upload, sends one byte of it, and says nothing more. */
final class SilentPeers implements AutoCloseable {

    private final List<ManagedChannel> channels;

    SilentPeers(List<Enrolled> workers) {
        channels = workers.stream().map(SilentPeers::begin).toList();
    }

    private static ManagedChannel begin(Enrolled worker) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(worker.coordinator().host(), worker.coordinator().port()).directExecutor()
                .sslContext(Tls.client(worker::credential, worker.authority(), Clock.systemUTC())).build();
        StoreHeader header = StoreHeader.newBuilder().setDigest("a".repeat(64)).setTotalBytes(1 << 20).build();
        BlobsGrpc.newStub(channel).store(new Ignoring()).onNext(
                StorePart.newBuilder().setHeader(header).setData(ByteString.copyFrom(new byte[1])).build());
        return channel;
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private static final class Ignoring implements StreamObserver<StoreReply> {

        @Override
        public void onNext(StoreReply stored) {
            throw new IllegalStateException("stored what was not sent");
        }

        @Override
        public void onError(Throwable cut) {
            // At the end, or because it sent nothing for too long.
        }

        @Override
        public void onCompleted() {
            // Follows a reply only.
        }
    }
}
