package consort.coordinator.rpc;

import consort.proto.MembershipGrpc;
import consort.proto.OperatorGrpc;
import consort.proto.wire.BlobMethods;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Refuses single requests that are longer than what the inbox reckons with. Those of the operator have jobs in them, and of reports only one
 * at a time is taken; neither waits in the inbox in numbers.
 */
final class RequestLengths implements ServerInterceptor {

    private static boolean isBounded(MethodDescriptor<?, ?> method) {
        return method.getType() == MethodType.UNARY && !OperatorGrpc.SERVICE_NAME.equals(method.getServiceName())
                && !method.getFullMethodName().equals(MembershipGrpc.getReportMethod().getFullMethodName());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ServerCall.Listener<Q> inner = next.startCall(call, headers);
        return isBounded(call.getMethodDescriptor()) ? new Bounded<>(call, inner) : inner;
    }

    private static final class Bounded<Q> extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, ?> call;
        private boolean refused;

        Bounded(ServerCall<Q, ?> call, ServerCall.Listener<Q> inner) {
            super(inner);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            int bytes = BlobMethods.encodedBytes(message);
            refused = bytes > SessionService.MAX_MESSAGE_BYTES;
            if (refused) {
                call.close(Status.INVALID_ARGUMENT.withDescription("a request of " + bytes + " bytes; such a request has at most "
                        + SessionService.MAX_MESSAGE_BYTES), new Metadata());
            } else {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }
}
