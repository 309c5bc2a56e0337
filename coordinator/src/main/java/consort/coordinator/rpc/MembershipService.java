package consort.coordinator.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import consort.coordinator.core.Event;
import consort.coordinator.core.Reply;
import consort.coordinator.loop.Requests;
import consort.ledger.entry.Subject;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.VerifierKey;
import consort.proto.AppendReply;
import consort.proto.AppendRequest;
import consort.proto.MembershipGrpc;
import consort.proto.OrganizationStatusReply;
import consort.proto.OrganizationStatusRequest;
import consort.proto.PositionReply;
import consort.proto.PositionRequest;
import consort.proto.ReportReply;
import consort.proto.ReportRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/** The own entries of organizations and workers, and how an organization stands. */
final class MembershipService extends MembershipGrpc.MembershipImplBase {

    private static final int MAX_NOTES = 8;

    private final Requests requests;
    private final Reports reports;
    private final Access access;

    MembershipService(Requests requests, Reports reports, Access access) {
        this.requests = requests;
        this.reports = reports;
        this.access = access;
    }

    @Override
    public void append(AppendRequest request, StreamObserver<AppendReply> observer) {
        Subject signer = Caller.signer();
        byte[] entry = request.getEntry().toByteArray();
        requests.ask(ticket -> new Event.AppendEntry(ticket, signer, entry),
                Answers.to(observer, Reply.Receipt.class, receipt -> AppendReply.newBuilder()
                        .setReceipt(UnsafeByteOperations.unsafeWrap(receipt.note())).build()));
    }

    @Override
    public void position(PositionRequest request, StreamObserver<PositionReply> observer) {
        Subject signer = Caller.signer();
        Optional<VerifierKey> key;
        try {
            key = request.getKey().isEmpty() ? Optional.empty() : Optional.of(VerifierKey.parse(request.getKey()));
        } catch (MalformedNoteException malformed) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription(malformed.getMessage()).asRuntimeException());
            return;
        }
        requests.ask(ticket -> new Event.AskPosition(ticket, signer, key),
                Answers.to(observer, Reply.Position.class, position -> PositionReply.newBuilder()
                        .setLastSeq(position.lastSeq()).setAdmitted(position.admitted())
                        .setWitnessKey(position.witness().map(CosignerKey::toString).orElse("")).build()));
    }

    @Override
    public void report(ReportRequest request, StreamObserver<ReportReply> observer) {
        Subject who = Caller.member();
        if (request.getNotesCount() > MAX_NOTES) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription("more than " + MAX_NOTES + " notes").asRuntimeException());
            return;
        }
        List<byte[]> notes = request.getNotesList().stream().map(ByteString::toByteArray).toList();
        reports.take(who, notes, Answers.to(observer, Reply.Heard.class, heard -> ReportReply.newBuilder()
                .setWaiting(heard.waiting()).setContradicted(heard.contradicted()).setMessage(heard.message()).build()));
    }

    @Override
    public void status(OrganizationStatusRequest request, StreamObserver<OrganizationStatusReply> observer) {
        String organization = request.getOrganization();
        try {
            Caller.requireAbout(organization, MembershipGrpc.getStatusMethod(), access);
        } catch (StatusRuntimeException refused) {
            observer.onError(refused);
            return;
        }
        requests.ask(ticket -> new Event.AskOrganization(ticket, organization), Answers.to(observer, Reply.Status.class,
                status -> OrganizationStatusReply.newBuilder().setJson(status.json()).build()));
    }
}
