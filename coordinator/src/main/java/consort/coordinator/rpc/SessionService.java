package consort.coordinator.rpc;

import consort.certs.Fingerprint;
import consort.coordinator.core.Event;
import consort.coordinator.loop.Inbox;
import consort.ledger.entry.Limits;
import consort.proto.CoordinatorMessage;
import consort.proto.Issuer;
import consort.proto.SessionGrpc;
import consort.proto.WorkerMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * The workers' long-lived streams: messages become events. The next message of a stream is asked for when the loop has
 * taken the one before, so that no stream can fill the inbox.
 */
final class SessionService extends SessionGrpc.SessionImplBase {

    /** An entry and what stands around it. Workers together may fill the inbox: what it holds must fit into memory. */
    static final int MAX_MESSAGE_BYTES = Limits.MAX_ENTRY_BYTES + (1 << 10);

    private final Inbox inbox;
    private final SessionStreams streams;
    private final Issuers issuers;
    private final ClaimSignatures signatures;

    SessionService(Inbox inbox, SessionStreams streams, Issuers issuers, ClaimSignatures signatures) {
        this.inbox = inbox;
        this.streams = streams;
        this.issuers = issuers;
        this.signatures = signatures;
    }

    @Override
    public StreamObserver<WorkerMessage> open(StreamObserver<CoordinatorMessage> observer) {
        ServerCallStreamObserver<CoordinatorMessage> call = (ServerCallStreamObserver<CoordinatorMessage>) observer;
        SessionStreams.Stream stream = streams.open(Caller.worker(), call, this::gone);
        call.disableAutoRequest();
        call.setOnCancelHandler(() -> gone(stream));
        call.request(1);
        if (issuers.ledger().authorities().size() > 1) {
            stream.send(issuer(issuers.counting().newest().fingerprint()));
        }
        return new StreamObserver<>() {
            @Override
            public void onNext(WorkerMessage message) {
                if (message.getSerializedSize() > MAX_MESSAGE_BYTES) {
                    stream.fail(Status.INVALID_ARGUMENT.withDescription("a message of " + message.getSerializedSize()
                            + " bytes; a worker's have at most " + MAX_MESSAGE_BYTES));
                    gone(stream);
                } else if (!inbox.offer(new Event.Received(stream.worker(), stream.number(), message,
                        signatures.verified(stream.worker(), message)), () -> call.request(1))) {
                    stream.fail(Status.RESOURCE_EXHAUSTED.withDescription(
                            "the coordinator has too much to do; connect again in a moment"));
                    gone(stream);
                }
            }

            @Override
            public void onError(Throwable cause) {
                gone(stream);
            }

            @Override
            public void onCompleted() {
                stream.complete();
                gone(stream);
            }
        };
    }

    /** Who issues now; a worker with a certificate of another, or that trusts another as well, does well to renew. */
    static CoordinatorMessage issuer(Fingerprint authority) {
        return CoordinatorMessage.newBuilder().setIssuer(Issuer.newBuilder().setFingerprint(authority.hex())).build();
    }

    /** The core must learn of every end, so this waits for room; it hears of some twice, which changes nothing. */
    private void gone(SessionStreams.Stream stream) {
        stream.end();
        try {
            inbox.put(new Event.Disconnected(stream.worker(), stream.number()));
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        }
    }
}
