package consort.coordinator.rpc;

import consort.proto.wire.BlobMethods;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what a peer does in a second, by back-pressure: nobody is refused. Who has used up its allowance is asked for its
 * next message later, and a download goes on later; until then the peer's bytes wait at the peer.
 */
final class Rates implements ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(Rates.class);

    private static final int BURST_SECONDS = 2;

    /** One peer's allowance. */
    private final class Allowance {

        private final TokenBucket calls =
                new TokenBucket(limits.calls(), (double) BURST_SECONDS * limits.calls(), nanos.getAsLong());
        private final TokenBucket bytes =
                new TokenBucket(limits.bytes(), (double) BURST_SECONDS * limits.bytes(), nanos.getAsLong());
        private int open;

        private synchronized void called() {
            calls.charge(1, nanos.getAsLong());
        }

        private synchronized void moved(long messageBytes) {
            bytes.charge(messageBytes, nanos.getAsLong());
        }

        private synchronized long waitNanos() {
            long now = nanos.getAsLong();
            return Math.max(calls.waitNanos(now), bytes.waitNanos(now));
        }

        private synchronized boolean isUnused() {
            long now = nanos.getAsLong();
            return open == 0 && calls.isFull(now) && bytes.isFull(now);
        }
    }

    private final ServerLimits.Rates limits;
    private final ScheduledExecutorService timer;
    private final Executor executor;
    private final LongSupplier nanos;
    private final Map<String, Allowance> peers = new HashMap<>();

    /**
     * @param timer only hands over to {@code executor}
     * @param nanos a monotonic clock
     */
    Rates(ServerLimits.Rates limits, ScheduledExecutorService timer, Executor executor, LongSupplier nanos) {
        this.limits = limits;
        this.timer = timer;
        this.executor = executor;
        this.nanos = nanos;
    }

    /** Forgets peers whose allowance is whole; to be called now and then. */
    synchronized void sweep() {
        peers.values().removeIf(Allowance::isUnused);
    }

    private synchronized Allowance enter(String peer) {
        Allowance allowance = peers.computeIfAbsent(peer, ignored -> new Allowance());
        synchronized (allowance) {
            allowance.open++;
        }
        return allowance;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Allowance allowance = enter(Caller.peer());
        allowance.called();
        Paced<Q, A> paced = new Paced<>(call, allowance, ArrivingBytes.ofThisCall());
        try {
            return paced.listener(next.startCall(paced, headers));
        } catch (RuntimeException | Error e) {
            // Nobody is told of the end of a call that did not start.
            paced.end();
            throw e;
        }
    }

    private final class Paced<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {

        private final Allowance allowance;
        private final ArrivingBytes arriving;
        private final boolean download;
        private Runnable goOn = () -> { };
        private boolean waiting;

        private Paced(ServerCall<Q, A> call, Allowance allowance, ArrivingBytes arriving) {
            super(call);
            this.allowance = allowance;
            this.arriving = arriving;
            this.download = call.getMethodDescriptor().getType() == MethodType.SERVER_STREAMING;
        }

        @Override
        public void request(int messages) {
            long wait = allowance.waitNanos();
            if (wait == 0) {
                super.request(messages);
            } else {
                schedule(() -> super.request(messages), wait);
            }
        }

        @Override
        public void sendMessage(A message) {
            allowance.moved(BlobMethods.encodedBytes(message));
            super.sendMessage(message);
        }

        @Override
        public boolean isReady() {
            if (!super.isReady()) {
                return false;
            }
            long wait = download ? allowance.waitNanos() : 0;
            if (wait > 0) {
                later(wait);
            }
            return wait == 0;
        }

        private synchronized void later(long wait) {
            if (!waiting) {
                waiting = true;
                schedule(() -> executor.execute(this::wake), wait);
            }
        }

        /** Not any more when the port closes, which ends every call. */
        private void schedule(Runnable task, long wait) {
            try {
                timer.schedule(task, wait, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closing) {
                LOG.debug("the port closes: {} does not go on", getMethodDescriptor().getFullMethodName());
            }
        }

        private void wake() {
            synchronized (this) {
                waiting = false;
            }
            goOn.run();
        }

        private void end() {
            synchronized (allowance) {
                allowance.open--;
            }
        }

        /** Its calls to the service come one at a time, those of the timer among them. */
        private ServerCall.Listener<Q> listener(ServerCall.Listener<Q> inner) {
            ServerCall.Listener<Q> listener = new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(inner) {
                private boolean ended;

                @Override
                public synchronized void onMessage(Q message) {
                    allowance.moved(Math.max(BlobMethods.encodedBytes(message), arriving.messageBytes()));
                    super.onMessage(message);
                }

                @Override
                public synchronized void onHalfClose() {
                    super.onHalfClose();
                }

                @Override
                public synchronized void onReady() {
                    if (!ended) {
                        super.onReady();
                    }
                }

                @Override
                public synchronized void onCancel() {
                    ended = true;
                    end();
                    super.onCancel();
                }

                @Override
                public synchronized void onComplete() {
                    ended = true;
                    end();
                    super.onComplete();
                }
            };
            goOn = listener::onReady;
            return listener;
        }
    }
}
