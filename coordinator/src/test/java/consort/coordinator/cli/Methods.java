package consort.coordinator.cli;

import consort.proto.EnrollmentGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The protocol's methods by name, and calls of any of them. */
final class Methods {

    private static final Set<Status.Code> SHUT_OUT = Set.of(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED);

    private Methods() {
    }

    /** From the protocol itself, so that none can be forgotten. */
    static List<String> all() {
        ProtoFileDescriptorSupplier protocol =
                (ProtoFileDescriptorSupplier) EnrollmentGrpc.getServiceDescriptor().getSchemaDescriptor();
        return protocol.getFileDescriptor().getServices().stream()
                .flatMap(service -> service.getMethods().stream()
                        .map(method -> service.getFullName() + "/" + method.getName()))
                .toList();
    }

    /** A call that begins just as its connection is cut ends as unknown. */
    static boolean isShutOut(Status status) {
        return SHUT_OUT.contains(status.getCode())
                || status.getCode() == Status.Code.UNKNOWN && "channel closed".equals(status.getDescription());
    }

    /** How a call with this message ends. */
    static Status call(ManagedChannel channel, String method, byte[] message) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY).setFullMethodName(method)
                .setRequestMarshaller(new Bytes()).setResponseMarshaller(new Bytes()).build();
        try {
            ClientCalls.blockingUnaryCall(channel, descriptor, CallOptions.DEFAULT.withDeadlineAfter(180, TimeUnit.SECONDS),
                    message);
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            return new byte[0];
        }
    }
}
