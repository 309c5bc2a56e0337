package consort.coordinator.rpc;

import consort.coordinator.core.Effect;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.proto.CoordinatorMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open streams of workers, by number. What is sent to one that is gone is dropped. */
final class SessionStreams {

    private static final Logger LOG = LoggerFactory.getLogger(SessionStreams.class);

    /** A worker that reads so slowly that this many messages wait is cut off; it reconnects and is told anew. */
    private static final int MAX_WAITING_MESSAGES = 64;

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Stream> streams = new ConcurrentHashMap<>();

    /** @param lost told, on a thread of its own, of a stream that ended although nobody ended it */
    Stream open(WorkerId worker, ServerCallStreamObserver<CoordinatorMessage> observer, Consumer<Stream> lost) {
        Stream stream = new Stream(worker, numbers.incrementAndGet(), observer, lost);
        streams.put(stream.number, stream);
        return stream;
    }

    void send(Effect.Send effect) {
        Stream stream = streams.get(effect.session());
        if (stream != null) {
            stream.send(effect.message());
        }
    }

    void close(Effect.CloseSession effect) {
        Stream stream = streams.get(effect.session());
        if (stream != null) {
            stream.fail(Status.ABORTED.withDescription(effect.reason()));
        }
    }

    /** Says something to all workers that have a stream. */
    void tellAll(CoordinatorMessage message) {
        streams.values().forEach(stream -> stream.send(message));
    }

    /** Ends all streams of somebody whose part ended, those without a hello included; they need not come back. */
    void cutOff(Effect.CutOff effect) {
        for (Stream stream : streams.values()) {
            if (effect.subject().covers(Subject.of(stream.worker))) {
                stream.fail(Status.UNAUTHENTICATED.withDescription(effect.reason()));
            }
        }
    }

    /** Ends the stream of a worker that is to stay away. */
    void bar(Effect.BarSession effect) {
        Stream stream = streams.get(effect.session());
        if (stream != null) {
            stream.fail(Status.PERMISSION_DENIED.withDescription(effect.reason()));
        }
    }

    /** One stream. Its observer is guarded by this object's monitor. */
    final class Stream {

        private final WorkerId worker;
        private final long number;
        private final ServerCallStreamObserver<CoordinatorMessage> observer;
        private final Consumer<Stream> lost;
        private int waiting;
        private boolean ended;

        private Stream(WorkerId worker, long number, ServerCallStreamObserver<CoordinatorMessage> observer, Consumer<Stream> lost) {
            this.lost = lost;
            this.worker = worker;
            this.number = number;
            this.observer = observer;
        }

        WorkerId worker() {
            return worker;
        }

        long number() {
            return number;
        }

        synchronized void send(CoordinatorMessage message) {
            waiting = observer.isReady() ? 0 : waiting + 1;
            if (waiting > MAX_WAITING_MESSAGES) {
                fail(Status.RESOURCE_EXHAUSTED.withDescription("this worker does not read what it is sent; connect again"));
            } else if (!ended && !observer.isCancelled()) {
                handOver(message);
            }
        }

        /**
         * Where the transport has no memory left, gRPC has closed the call, of which it tells nobody here. The thread that serves all
         * others goes on.
         */
        private void handOver(CoordinatorMessage message) {
            try {
                observer.onNext(message);
            } catch (OutOfMemoryError cancelled) {
                LOG.warn("no memory for a message to {}, whose connection is ended", worker);
                end();
                Thread.ofVirtual().start(() -> lost.accept(this));
            }
        }

        synchronized void fail(Status status) {
            if (end()) {
                observer.onError(status.asRuntimeException());
            }
        }

        synchronized void complete() {
            if (end()) {
                observer.onCompleted();
            }
        }

        /** True for the first caller. */
        synchronized boolean end() {
            boolean first = !ended;
            ended = true;
            streams.remove(number, this);
            return first;
        }
    }
}
