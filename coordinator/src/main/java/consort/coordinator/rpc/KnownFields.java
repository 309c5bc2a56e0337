package consort.coordinator.rpc;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import consort.proto.wire.BlobMethods;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.InputStream;

/** Services whose requests keep what is known of them and nothing else: fields that nobody knows take many times their bytes in memory. */
final class KnownFields {

    private KnownFields() {
    }

    /** The same service, on the same wire. */
    static ServerServiceDefinition of(BindableService service) {
        ServerServiceDefinition whole = service.bindService();
        MethodDescriptor<?, ?>[] methods = whole.getMethods().stream().map(method -> of(method.getMethodDescriptor()))
                .toArray(MethodDescriptor<?, ?>[]::new);
        ServerServiceDefinition.Builder known =
                ServerServiceDefinition.builder(BlobMethods.describe(whole.getServiceDescriptor(), methods));
        for (ServerMethodDefinition<?, ?> method : whole.getMethods()) {
            add(known, method, methods);
        }
        return known.build();
    }

    @SuppressWarnings("unchecked") // The description that was made of this method's own.
    private static <Q, A> void add(
            ServerServiceDefinition.Builder service, ServerMethodDefinition<Q, A> method, MethodDescriptor<?, ?>[] described) {
        for (MethodDescriptor<?, ?> one : described) {
            if (one.getFullMethodName().equals(method.getMethodDescriptor().getFullMethodName())) {
                service.addMethod((MethodDescriptor<Q, A>) one, method.getServerCallHandler());
            }
        }
    }

    /** Requests that are read by hand, of which there is one kind, stay as they are. */
    static <Q, A> MethodDescriptor<Q, A> of(MethodDescriptor<Q, A> method) {
        return method.getRequestMarshaller() instanceof PrototypeMarshaller<Q> generated
                && generated.getMessagePrototype() instanceof Message prototype
                ? method.toBuilder(reading(generated, prototype), method.getResponseMarshaller()).build()
                : method;
    }

    @SuppressWarnings("unchecked") // A prototype's parser gives messages of its type.
    private static <Q> Marshaller<Q> reading(Marshaller<Q> generated, Message prototype) {
        Parser<? extends Message> known = DiscardUnknownFieldsParser.wrap(prototype.getParserForType());
        return new Marshaller<>() {
            @Override
            public InputStream stream(Q message) {
                return generated.stream(message);
            }

            @Override
            public Q parse(InputStream bytes) {
                try {
                    return (Q) known.parseFrom(bytes);
                } catch (InvalidProtocolBufferException e) {
                    throw Status.INTERNAL.withDescription("Invalid protobuf byte sequence").withCause(e).asRuntimeException();
                }
            }
        };
    }
}
