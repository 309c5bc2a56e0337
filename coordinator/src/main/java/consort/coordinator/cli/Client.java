package consort.coordinator.cli;

import consort.certs.Credential;
import consort.certs.Tls;
import consort.proto.BlobsGrpc;
import consort.proto.OperatorGrpc;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The operator's connection to the running coordinator.
 *
 * <p>Calls that answer at once have a deadline. Transfers, and the check of a submitted model, take as long as they take:
 * pings find out whether the other side is still there.
 */
final class Client implements AutoCloseable {

    private static final int DEADLINE_SECONDS = 30;
    private static final long PING_SECONDS = 30;
    private static final long PONG_SECONDS = 20;

    private final ManagedChannel channel;
    private final Unanswered unanswered;

    private Client(ManagedChannel channel, Unanswered unanswered) {
        this.channel = channel;
        this.unanswered = unanswered;
    }

    static Client connect(CoordinatorFolder folder) {
        CoordinatorConfig config = CoordinatorConfig.read(folder.config());
        Clock clock = Clock.systemUTC();
        Credential operator = folder.operator(new SecureRandom(), clock.instant());
        long pingSeconds = Math.max(PING_SECONDS, 2 * config.server().minKeepAlive().toSeconds());
        ManagedChannel channel = NettyChannelBuilder.forAddress(config.address().host(), config.address().port())
                .sslContext(Tls.client(() -> operator, folder::authorities, clock))
                .keepAliveTime(pingSeconds, TimeUnit.SECONDS)
                .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS)
                .build();
        return new Client(channel, new Unanswered(config.address(), folder));
    }

    /**
     * Makes a call that answers at once.
     *
     * @throws CommandException when nobody answers, or the coordinator refuses
     */
    <T> T operator(Function<OperatorBlockingStub, T> call) {
        return told(() -> call.apply(
                OperatorGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)));
    }

    /** As {@link #operator}, for a call that reads a whole model before it answers. */
    <T> T submitter(Function<OperatorBlockingStub, T> call) {
        return told(() -> call.apply(OperatorGrpc.newBlockingStub(channel)));
    }

    <T> T blobs(Function<BlobsGrpc.BlobsBlockingStub, T> call) {
        return told(() -> call.apply(
                BlobsGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)));
    }

    /** For transfers, whose failures {@link #explain} puts in words. */
    BlobsGrpc.BlobsStub transfers() {
        return BlobsGrpc.newStub(channel);
    }

    CommandException explain(StatusRuntimeException failure) {
        return unanswered.explain(failure);
    }

    private <T> T told(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException failure) {
            throw explain(failure);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
