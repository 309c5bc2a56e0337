package consort.coordinator.rpc;

import consort.proto.wire.BlobMethods;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Lets uploads and downloads take {@link Turns}: an upload is asked for its next part, and a download goes on, when it is its turn.
 * Nobody is refused: what waits, waits at its peer.
 */
final class Sharing implements ServerInterceptor {

    /** For the parts of all uploads that were asked for. */
    static final long UPLOAD_BYTES = 32L << 20;
    /** Least that is reckoned with for a message; what comes before the bytes of an upload has no more. */
    private static final int LEAST_BYTES = 64 << 10;
    /** A part may be so many times as long as the one before. */
    private static final int GROWTH = 2;

    private static final String GAVE_WAY = "the upload paused, and others took the memory that was kept for its next part; call again: it"
            + " goes on where it stood";

    private final Turns uploads;
    private final Optional<Turns> downloads;
    private final ToLongFunction<String> deadlines;
    private final Executor executor;

    /**
     * The calls are to be {@link Revocable}, and the server's streams traced by {@link ArrivingBytes}.
     *
     * @param deadlines of a peer's upload, by {@code nanos}
     * @param timer only hands over to {@code executor}
     * @param nanos a monotonic clock
     */
    Sharing(ServerLimits.Bandwidth bandwidth, ToLongFunction<String> deadlines, ScheduledExecutorService timer, Executor executor,
            LongSupplier nanos) {
        this.deadlines = deadlines;
        this.executor = executor;
        Turns.Later later = (task, afterNanos) -> timer.schedule(() -> executor.execute(task), afterNanos, TimeUnit.NANOSECONDS);
        this.uploads = new Turns(UPLOAD_BYTES, rate(bandwidth.receiveBytesPerSecond(), nanos), nanos, later);
        this.downloads = rate(bandwidth.sendBytesPerSecond(), nanos)
                .map(rate -> new Turns(Long.MAX_VALUE, Optional.of(rate), nanos, later));
    }

    private static Optional<TokenBucket> rate(long bytesPerSecond, LongSupplier nanos) {
        return bytesPerSecond == 0 ? Optional.empty()
                : Optional.of(new TokenBucket(bytesPerSecond, bytesPerSecond, nanos.getAsLong()));
    }

    /** Forgets who moves nothing; to be called now and then. */
    void sweep() {
        uploads.sweep();
        downloads.ifPresent(Turns::sweep);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        MethodType type = call.getMethodDescriptor().getType();
        if (type == MethodType.CLIENT_STREAMING) {
            Uploading<Q, A> uploading = new Uploading<>(call, Caller.peer());
            ArrivingBytes.ofThisCall().tell(uploading.line::arrived, uploading.line::whole);
            return uploading.listener(started(next, uploading, headers, uploading.line));
        }
        if (type == MethodType.SERVER_STREAMING && downloads.isPresent()) {
            Downloading<Q, A> downloading = new Downloading<>(call, downloads.get(), Caller.peer());
            return downloading.listener(started(next, downloading, headers, downloading.line));
        }
        return next.startCall(call, headers);
    }

    /** Nobody is told of the end of a call that did not start. */
    private static <Q, A> ServerCall.Listener<Q> started(
            ServerCallHandler<Q, A> next, ServerCall<Q, A> call, Metadata headers, Turns.Line line) {
        try {
            return next.startCall(call, headers);
        } catch (RuntimeException | Error e) {
            line.close();
            throw e;
        }
    }

    private final class Uploading<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {

        private final Turns.Line line;
        private int messages;
        private int lastBytes;

        private Uploading(ServerCall<Q, A> call, String peer) {
            super(call);
            this.line = uploads.open(peer, () -> deadlines.applyAsLong(peer), () -> super.request(1),
                    () -> executor.execute(this::revoke));
        }

        private void revoke() {
            if (delegate() instanceof Revocable revocable) {
                revocable.revoke(GAVE_WAY);
            }
        }

        /** An upload asks for its parts one by one, on the thread that the one before came on. */
        @Override
        public void request(int one) {
            if (line.ask(expectedBytes())) {
                super.request(one);
            }
        }

        private long expectedBytes() {
            return switch (messages) {
                case 0 -> LEAST_BYTES;
                case 1 -> ServerLimits.MAX_MESSAGE_BYTES;
                default -> Math.clamp((long) GROWTH * lastBytes, LEAST_BYTES, ServerLimits.MAX_MESSAGE_BYTES);
            };
        }

        private ServerCall.Listener<Q> listener(ServerCall.Listener<Q> inner) {
            return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(inner) {
                @Override
                public void onMessage(Q message) {
                    messages++;
                    lastBytes = BlobMethods.encodedBytes(message);
                    line.moved(lastBytes);
                    try {
                        super.onMessage(message);
                    } finally {
                        line.done();
                    }
                }

                @Override
                public void onHalfClose() {
                    line.finish();
                    super.onHalfClose();
                }

                @Override
                public void onCancel() {
                    line.close();
                    super.onCancel();
                }

                @Override
                public void onComplete() {
                    line.finish();
                    super.onComplete();
                }
            };
        }
    }

    private final class Downloading<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {

        private final Turns.Line line;
        private Runnable goOn = () -> { };
        private boolean waiting;
        private boolean turn;

        private Downloading(ServerCall<Q, A> call, Turns downloads, String peer) {
            super(call);
            this.line = downloads.open(peer, () -> Long.MAX_VALUE, () -> executor.execute(this::goOn), () -> { });
        }

        private void goOn() {
            synchronized (this) {
                waiting = false;
                turn = true;
            }
            goOn.run();
        }

        @Override
        public boolean isReady() {
            return super.isReady() && mayMove();
        }

        private boolean mayMove() {
            synchronized (this) {
                if (turn || waiting) {
                    return turn;
                }
                waiting = true;
            }
            // Not within the monitor: it may be this call's turn before this returns.
            if (!line.ask(ChunkMemory.MAX_CHUNK_BYTES)) {
                return false;
            }
            synchronized (this) {
                waiting = false;
                turn = true;
            }
            return true;
        }

        @Override
        public void sendMessage(A message) {
            synchronized (this) {
                turn = false;
            }
            line.moved(BlobMethods.encodedBytes(message));
            line.done();
            super.sendMessage(message);
        }

        private ServerCall.Listener<Q> listener(ServerCall.Listener<Q> inner) {
            goOn = inner::onReady;
            return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(inner) {
                @Override
                public void onCancel() {
                    line.close();
                    super.onCancel();
                }

                @Override
                public void onComplete() {
                    line.finish();
                    super.onComplete();
                }
            };
        }
    }
}
