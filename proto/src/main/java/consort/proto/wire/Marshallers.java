package consort.proto.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/** Each goes one way: who sends such messages does not get any in the same call. */
final class Marshallers {

    private Marshallers() {
    }

    static Marshaller<Outgoing> sending() {
        return new Marshaller<>() {
            @Override
            public InputStream stream(Outgoing message) {
                return new OutgoingStream(message);
            }

            @Override
            public Outgoing parse(InputStream message) {
                throw new UnsupportedOperationException("these messages are only sent here");
            }
        };
    }

    static Marshaller<Incoming> receiving(IncomingParser parser) {
        return new Marshaller<>() {
            @Override
            public InputStream stream(Incoming message) {
                throw new UnsupportedOperationException("these messages are only received here");
            }

            @Override
            public Incoming parse(InputStream message) {
                try {
                    return parser.parse(message);
                } catch (InvalidProtocolBufferException e) {
                    throw Status.INTERNAL.withDescription("Invalid protobuf byte sequence").withCause(e).asRuntimeException();
                } catch (IOException e) {
                    throw Status.INTERNAL.withDescription("a message cannot be read").withCause(e).asRuntimeException();
                }
            }
        };
    }
}
