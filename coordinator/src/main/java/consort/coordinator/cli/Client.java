package consort.coordinator.cli;

import consort.certs.Credential;
import consort.certs.Tls;
import consort.proto.BlobsGrpc;
import consort.proto.OperatorGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** The operator's connection to the running coordinator. */
final class Client implements AutoCloseable {

    private static final int DEADLINE_SECONDS = 30;
    /** The coordinator reads the whole model before it answers. */
    private static final int SUBMIT_SECONDS = 3600;

    private final ManagedChannel channel;

    private Client(ManagedChannel channel) {
        this.channel = channel;
    }

    static Client connect(CoordinatorFolder folder) {
        CoordinatorConfig config = CoordinatorConfig.read(folder.config());
        Clock clock = Clock.systemUTC();
        Credential operator = folder.operator(new SecureRandom(), clock.instant());
        return new Client(NettyChannelBuilder.forAddress(config.address().host(), config.address().port())
                .sslContext(Tls.client(() -> operator, folder.authorityCertificate(), clock))
                .build());
    }

    /** Calls with a deadline. */
    OperatorGrpc.OperatorBlockingStub operator() {
        return OperatorGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** As {@link #operator}, with the time that checking a large model takes. */
    OperatorGrpc.OperatorBlockingStub submitter() {
        return OperatorGrpc.newBlockingStub(channel).withDeadlineAfter(SUBMIT_SECONDS, TimeUnit.SECONDS);
    }

    BlobsGrpc.BlobsBlockingStub blobs() {
        return BlobsGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** For transfers, which take as long as they take. */
    BlobsGrpc.BlobsStub transfers() {
        return BlobsGrpc.newStub(channel);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
