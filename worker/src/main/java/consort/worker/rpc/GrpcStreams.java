package consort.worker.rpc;

import consort.proto.CoordinatorMessage;
import consort.proto.Issuer;
import consort.proto.SessionGrpc;
import consort.proto.WorkerMessage;
import consort.worker.agent.EventSink;
import consort.worker.agent.Streams;
import consort.worker.session.Event;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** {@link Streams} over gRPC. */
public final class GrpcStreams implements Streams, AutoCloseable {

    private static final long GOODBYE_MILLIS = 1000;

    private final CoordinatorChannel channel;
    private final Consumer<Issuer> issuers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reconnect").factory());
    private long current;
    private ClientCallStreamObserver<WorkerMessage> call;

    /** @param issuers told who issues certificates now; must not block */
    public GrpcStreams(CoordinatorChannel channel, Consumer<Issuer> issuers) {
        this.channel = channel;
        this.issuers = issuers;
    }

    @Override
    public void open(long connection, long delayMillis, EventSink events) {
        timer.schedule(() -> begin(connection, events), delayMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void send(long connection, WorkerMessage message) {
        if (call != null && connection == current) {
            call.onNext(message);
        }
    }

    @Override
    public synchronized void close(long connection, String reason) {
        if (call == null || connection != current) {
            return;
        }
        ClientCallStreamObserver<WorkerMessage> ending = call;
        call = null;
        ending.onCompleted();
        timer.schedule(() -> ending.cancel(reason, null), GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(2 * GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(long connection, EventSink events) {
        synchronized (this) {
            // The session decides when to try again; gRPC's own pause would come on top of it.
            channel.connectAtOnce();
            current = connection;
            call = null;
            SessionGrpc.newStub(channel.grpc()).open(new Incoming(connection, events));
        }
        events.post(new Event.Connected(connection));
    }

    /** What comes over one stream. The next message is asked for when the one before is in the inbox. */
    private final class Incoming implements ClientResponseObserver<WorkerMessage, CoordinatorMessage> {

        private final long connection;
        private final EventSink events;

        private Incoming(long connection, EventSink events) {
            this.connection = connection;
            this.events = events;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<WorkerMessage> outgoing) {
            call = outgoing;
        }

        @Override
        public void onNext(CoordinatorMessage message) {
            if (message.hasIssuer()) {
                issuers.accept(message.getIssuer());
            } else {
                events.post(new Event.Received(connection, message));
            }
        }

        @Override
        public void onError(Throwable failure) {
            events.post(Failures.ended(connection, Status.fromThrowable(failure)));
        }

        @Override
        public void onCompleted() {
            events.post(new Event.Disconnected(connection, "the coordinator ended the stream"));
        }
    }
}
