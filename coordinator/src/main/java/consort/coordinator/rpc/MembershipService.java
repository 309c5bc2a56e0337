package consort.coordinator.rpc;

import com.google.protobuf.UnsafeByteOperations;
import consort.coordinator.core.Event;
import consort.coordinator.core.Reply;
import consort.coordinator.loop.Requests;
import consort.proto.AppendReply;
import consort.proto.AppendRequest;
import consort.proto.MembershipGrpc;
import consort.proto.PositionReply;
import consort.proto.PositionRequest;
import io.grpc.stub.StreamObserver;

/** An organization's own entries. */
final class MembershipService extends MembershipGrpc.MembershipImplBase {

    private final Requests requests;

    MembershipService(Requests requests) {
        this.requests = requests;
    }

    @Override
    public void append(AppendRequest request, StreamObserver<AppendReply> observer) {
        String organization = Caller.organization();
        byte[] entry = request.getEntry().toByteArray();
        requests.ask(ticket -> new Event.AppendEntry(ticket, organization, entry),
                Answers.to(observer, Reply.Receipt.class, receipt -> AppendReply.newBuilder()
                        .setReceipt(UnsafeByteOperations.unsafeWrap(receipt.note())).build()));
    }

    @Override
    public void position(PositionRequest request, StreamObserver<PositionReply> observer) {
        String organization = Caller.organization();
        requests.ask(ticket -> new Event.AskPosition(ticket, organization),
                Answers.to(observer, Reply.Position.class,
                        position -> PositionReply.newBuilder().setLastSeq(position.lastSeq()).build()));
    }
}
