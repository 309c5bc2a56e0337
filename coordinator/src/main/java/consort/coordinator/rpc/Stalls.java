package consort.coordinator.rpc;

import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends calls that wait too long for their peer. A peer may owe a message that was asked for, or may not take what it was
 * sent; either way it must move on within a time. Only the session's stream may be silent, once its first message came:
 * whether its peer still lives is asked with pings.
 *
 * <p>Time in which the coordinator asks for nothing does not count against a peer.
 */
final class Stalls implements ServerInterceptor {

    /** In which a peer can still learn why its call ended; one that does not even take that loses its connection. */
    private static final Duration MAX_FAREWELL = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Stalls.class);
    private static final long NEVER = -1;

    private final Duration max;
    private final Duration farewell;
    private final Accepted accepted;
    private final LongSupplier nanos;
    private final Set<Watched<?, ?>> calls = ConcurrentHashMap.newKeySet();

    /** @param nanos a monotonic clock, at least 0 */
    Stalls(Duration max, Accepted accepted, LongSupplier nanos) {
        this.max = max;
        this.farewell = max.compareTo(MAX_FAREWELL) < 0 ? max : MAX_FAREWELL;
        this.accepted = accepted;
        this.nanos = nanos;
    }

    /** Ends what stalls; to be called now and then. */
    void sweep() {
        long now = nanos.getAsLong();
        calls.forEach(call -> call.check(now));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Watched<Q, A> watched = new Watched<>(call, Caller.peer());
        calls.add(watched);
        try {
            return watched.listener(next.startCall(watched, headers));
        } catch (RuntimeException | Error e) {
            // Nobody is told of the end of a call that did not start.
            calls.remove(watched);
            throw e;
        }
    }

    /** One call. What is sent is guarded by its monitor, since it may be ended from outside. */
    private final class Watched<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> implements Revocable {

        private final String peer;
        private int asked;
        private boolean heard;
        private boolean halfClosed;
        private boolean closed;
        private boolean cut;
        private long owedSince = NEVER;
        private long fullSince = NEVER;
        private long cutSince = NEVER;

        private Watched(ServerCall<Q, A> call, String peer) {
            super(call);
            this.peer = peer;
        }

        @Override
        public void request(int messages) {
            synchronized (this) {
                asked += messages;
                owe();
            }
            super.request(messages);
        }

        /** Starts the time anew, if the peer owes anything. */
        private void owe() {
            boolean silentStream = heard && getMethodDescriptor().getType() == MethodType.BIDI_STREAMING;
            owedSince = asked > 0 && !halfClosed && !silentStream ? nanos.getAsLong() : NEVER;
        }

        private synchronized void received() {
            asked--;
            heard = true;
            owe();
        }

        private synchronized void halfClosed() {
            halfClosed = true;
            owe();
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!cut) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!cut) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!cut) {
                closed = true;
                owedSince = NEVER;
                fullSince = nanos.getAsLong();
                super.close(status, trailers);
            }
        }

        @Override
        public synchronized boolean isReady() {
            return !cut && super.isReady();
        }

        @Override
        public synchronized boolean isCancelled() {
            return cut || super.isCancelled();
        }

        private synchronized void drained() {
            if (!closed) {
                fullSince = NEVER;
            }
        }

        private synchronized void check(long now) {
            if (!closed) {
                fullSince = delegate().isReady() ? NEVER : fullSince == NEVER ? now : fullSince;
            }
            if (cut && now - cutSince > farewell.toNanos() || closed && now - fullSince > max.toNanos()) {
                calls.remove(this);
                LOG.info("cut the connection of {}: it does not take the end of {}", peer, method());
                accepted.cut(getAttributes(), 0);
            } else if (!cut && !closed && owedSince != NEVER && now - owedSince > max.toNanos()) {
                stalled(now, "sent nothing");
            } else if (!cut && !closed && fullSince != NEVER && now - fullSince > max.toNanos()) {
                stalled(now, "took nothing of what it was sent");
            }
        }

        private void stalled(long now, String what) {
            String why = "for " + max.toSeconds() + " s this call " + what + " (server.maxStallSeconds); call again";
            end(now, Status.DEADLINE_EXCEEDED.withDescription(why));
        }

        @Override
        public synchronized void revoke(String why) {
            if (!cut && !closed) {
                end(nanos.getAsLong(), Status.UNAVAILABLE.withDescription(why));
            }
        }

        private void end(long now, Status why) {
            LOG.info("ended a call of {} to {}: {}", peer, method(), why.getDescription());
            cut = true;
            cutSince = now;
            delegate().close(why, new Metadata());
        }

        private String method() {
            return getMethodDescriptor().getFullMethodName();
        }

        private synchronized boolean wasCut() {
            return cut;
        }

        private ServerCall.Listener<Q> listener(ServerCall.Listener<Q> inner) {
            return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(inner) {
                @Override
                public void onMessage(Q message) {
                    received();
                    super.onMessage(message);
                }

                @Override
                public void onHalfClose() {
                    halfClosed();
                    super.onHalfClose();
                }

                @Override
                public void onReady() {
                    drained();
                    super.onReady();
                }

                @Override
                public void onCancel() {
                    calls.remove(Watched.this);
                    super.onCancel();
                }

                /** To the service, a call that was ended from outside is one that its peer left. */
                @Override
                public void onComplete() {
                    calls.remove(Watched.this);
                    if (wasCut()) {
                        super.onCancel();
                    } else {
                        super.onComplete();
                    }
                }
            };
        }
    }
}
