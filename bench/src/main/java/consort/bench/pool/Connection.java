package consort.bench.pool;

import consort.certs.Tls;
import consort.proto.CoordinatorMessage;
import consort.proto.Hello;
import consort.proto.Progress;
import consort.proto.SessionGrpc;
import consort.proto.WorkerMessage;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/** A worker that is connected over mutual TLS with its stream open, and does nothing but say that it is there. */
public final class Connection implements AutoCloseable {

    public static final String TRAINER = "waiting";
    public static final String DATA = "none";
    private static final long STEPS = 1_000_000;

    private final ManagedChannel channel;
    private final CompletableFuture<Void> welcomed = new CompletableFuture<>();
    private final StreamObserver<WorkerMessage> stream;
    private volatile long lease;
    private long step;

    /** Begins to connect. */
    public Connection(Enrolled worker) {
        channel = NettyChannelBuilder.forAddress(worker.coordinator().host(), worker.coordinator().port()).directExecutor()
                .sslContext(Tls.client(worker::credential, worker.authority(), Clock.systemUTC())).build();
        stream = SessionGrpc.newStub(channel).open(new Incoming());
        stream.onNext(WorkerMessage.newBuilder()
                .setHello(Hello.newBuilder().addTrainers(TRAINER).addData(DATA).setDevices(1)).build());
    }

    /** Waits until the coordinator welcomed it. */
    public void await() {
        welcomed.join();
    }

    public boolean hasLease() {
        return lease != 0;
    }

    /** Says that its task goes on. For one thread. */
    public void beat() {
        stream.onNext(WorkerMessage.newBuilder()
                .setProgress(Progress.newBuilder().setLease(lease).setStep(++step).setSteps(STEPS)).build());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Incoming implements StreamObserver<CoordinatorMessage> {

        @Override
        public void onNext(CoordinatorMessage message) {
            if (message.hasTask()) {
                lease = message.getTask().getLease();
            }
            welcomed.complete(null);
        }

        @Override
        public void onError(Throwable failure) {
            welcomed.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            welcomed.completeExceptionally(new IllegalStateException("the coordinator ended the stream"));
        }
    }
}
