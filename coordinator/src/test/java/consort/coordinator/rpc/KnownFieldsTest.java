package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import consort.proto.Claim;
import consort.proto.SessionGrpc;
import consort.proto.WorkerMessage;
import io.grpc.MethodDescriptor.Marshaller;
import org.junit.jupiter.api.Test;

class KnownFieldsTest {

    private final UnknownFieldSet many = UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).addLengthDelimited(ByteString.copyFromUtf8("x")).build()).build();
    private final WorkerMessage message = WorkerMessage.newBuilder().setUnknownFields(many)
            .setClaim(Claim.newBuilder().setEntry(ByteString.copyFromUtf8("entry")).setUnknownFields(many)).build();

    @Test
    void keepsNothingThatIsNotKnownAtAnyDepth() {
        Marshaller<WorkerMessage> generated = SessionGrpc.getOpenMethod().getRequestMarshaller();
        Marshaller<WorkerMessage> known = KnownFields.of(SessionGrpc.getOpenMethod()).getRequestMarshaller();
        assertThat(generated.parse(generated.stream(message))).as("what came over the wire").isEqualTo(message);
        WorkerMessage kept = known.parse(known.stream(message));
        assertThat(kept).isEqualTo(WorkerMessage.newBuilder().setClaim(Claim.newBuilder().setEntry(ByteString.copyFromUtf8("entry"))).build());
        assertThat(kept.getClaim().getUnknownFields().asMap()).isEmpty();
    }

    @Test
    void requestsOfTheSessionAreReadSo() {
        assertThat(KnownFields.of(new SessionGrpc.SessionImplBase() { }).getMethods()).allSatisfy(method -> assertThat(
                method.getMethodDescriptor().getRequestMarshaller()).isNotSameAs(SessionGrpc.getOpenMethod().getRequestMarshaller()));
    }
}
