package consort.coordinator.rpc;

import consort.certs.Callers;
import consort.certs.Identity;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.loop.Inbox;
import consort.ledger.entry.WorkerId;
import consort.proto.BlobsGrpc;
import consort.proto.wire.BlobMethods;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Bytes of messages between the coordinator and each worker since the process started: the messages as encoded, without
 * the framing of HTTP/2 and TLS. That models and updates move is a sign of life of the worker, of which the loop is told.
 */
final class Traffic implements ServerInterceptor {

    private static final class Counter {
        private final LongAdder received = new LongAdder();
        private final LongAdder sent = new LongAdder();
        private final TransferSigns signs;

        private Counter(TransferSigns signs) {
            this.signs = signs;
        }
    }

    private final Inbox inbox;
    private final LongSupplier nanos;
    private final Map<WorkerId, Counter> workers = new ConcurrentHashMap<>();

    /**
     * @param inbox is told once a second of models and updates that move, as long as it has room
     * @param nanos a clock
     */
    Traffic(Inbox inbox, LongSupplier nanos) {
        this.inbox = inbox;
        this.nanos = nanos;
    }

    Map<WorkerId, Ephemeral.Traffic> byWorker() {
        return workers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                entry -> new Ephemeral.Traffic(entry.getValue().received.sum(), entry.getValue().sent.sum())));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!(Callers.identity() instanceof Identity.Worker worker)) {
            return next.startCall(call, headers);
        }
        WorkerId id = new WorkerId(worker.organization().value(), worker.worker().value());
        Counter counter = workers.computeIfAbsent(id, _ -> new Counter(new TransferSigns(id, inbox::offerSign, nanos)));
        boolean moves = BlobsGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName());
        ServerCall<Q, A> counted = new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
            @Override
            public void sendMessage(A message) {
                int bytes = BlobMethods.encodedBytes(message);
                counter.sent.add(bytes);
                if (moves) {
                    counter.signs.moved(bytes);
                }
                super.sendMessage(message);
            }
        };
        return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(next.startCall(counted, headers)) {
            @Override
            public void onMessage(Q message) {
                int bytes = BlobMethods.encodedBytes(message);
                counter.received.add(bytes);
                if (moves) {
                    counter.signs.moved(bytes);
                }
                super.onMessage(message);
            }
        };
    }
}
