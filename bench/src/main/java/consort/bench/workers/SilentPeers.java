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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Workers each of which begins an upload, sends one byte of it, and then nothing more, or a byte a second. */
final class SilentPeers implements AutoCloseable {

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final List<StreamObserver<StorePart>> uploads = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** @param trickling whether bytes follow */
    SilentPeers(List<Enrolled> workers, boolean trickling) {
        workers.forEach(this::begin);
        if (trickling) {
            timer.scheduleAtFixedRate(() -> uploads.forEach(SilentPeers::sendByte), 1, 1, TimeUnit.SECONDS);
        }
    }

    private static void sendByte(StreamObserver<StorePart> upload) {
        upload.onNext(StorePart.newBuilder().setData(ByteString.copyFrom(new byte[1])).build());
    }

    private void begin(Enrolled worker) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(worker.coordinator().host(), worker.coordinator().port()).directExecutor()
                .sslContext(Tls.client(worker::credential, worker.authority(), Clock.systemUTC())).build();
        StoreHeader header = StoreHeader.newBuilder().setDigest("a".repeat(64)).setTotalBytes(1 << 20).build();
        StreamObserver<StorePart> upload = BlobsGrpc.newStub(channel).store(new Ignoring());
        upload.onNext(StorePart.newBuilder().setHeader(header).setData(ByteString.copyFrom(new byte[1])).build());
        channels.add(channel);
        uploads.add(upload);
    }

    @Override
    public void close() {
        timer.shutdownNow();
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
