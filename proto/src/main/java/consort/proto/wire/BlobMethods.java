package consort.proto.wire;

import com.google.protobuf.MessageLite;
import consort.proto.BlobsGrpc;
import consort.proto.FetchRequest;
import consort.proto.LedgerCopyGrpc;
import consort.proto.ReadRequest;
import consort.proto.StoreReply;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServiceDescriptor;
import java.util.List;

/** The methods that move blobs, as either side sees them: the same names and the same bytes as those that are generated. */
public final class BlobMethods {

    /** {@code Blobs.Fetch}, at the coordinator. */
    public static final MethodDescriptor<FetchRequest, Outgoing> SERVE_FETCH =
            replies(BlobsGrpc.getFetchMethod(), Marshallers.sending());
    /** {@code Blobs.Store}, at the coordinator. */
    public static final MethodDescriptor<Incoming, StoreReply> SERVE_STORE =
            requests(BlobsGrpc.getStoreMethod(), Marshallers.receiving(IncomingParser.ofParts()));
    /** {@code LedgerCopy.Read}, at the coordinator. */
    public static final MethodDescriptor<ReadRequest, Outgoing> SERVE_READ =
            replies(LedgerCopyGrpc.getReadMethod(), Marshallers.sending());
    /** {@code Blobs.Fetch}, at a worker or member. */
    public static final MethodDescriptor<FetchRequest, Incoming> FETCH =
            replies(BlobsGrpc.getFetchMethod(), Marshallers.receiving(IncomingParser.ofChunks()));
    /** {@code Blobs.Store}, at a worker or member. */
    public static final MethodDescriptor<Outgoing, StoreReply> STORE =
            requests(BlobsGrpc.getStoreMethod(), Marshallers.sending());

    private BlobMethods() {
    }

    /** A service's description with methods of here in the place of those that are generated. */
    public static ServiceDescriptor describe(ServiceDescriptor generated, MethodDescriptor<?, ?>... replaced) {
        ServiceDescriptor.Builder service = ServiceDescriptor.newBuilder(generated.getName())
                .setSchemaDescriptor(generated.getSchemaDescriptor());
        generated.getMethods().forEach(method -> service.addMethod(List.of(replaced).stream()
                .filter(one -> one.getFullMethodName().equals(method.getFullMethodName())).findFirst().orElse(method)));
        return service.build();
    }

    /** How long a message of any method is on the wire. */
    public static int encodedBytes(Object message) {
        return switch (message) {
            case MessageLite generated -> generated.getSerializedSize();
            case Encoded encoded -> encoded.encodedBytes();
            default -> throw new IllegalArgumentException("no message: " + message.getClass());
        };
    }

    private static <Q, A, M> MethodDescriptor<Q, M> replies(MethodDescriptor<Q, A> method, Marshaller<M> replies) {
        return method.toBuilder(method.getRequestMarshaller(), replies).build();
    }

    private static <Q, A, M> MethodDescriptor<M, A> requests(MethodDescriptor<Q, A> method, Marshaller<M> requests) {
        return method.toBuilder(requests, method.getResponseMarshaller()).build();
    }
}
