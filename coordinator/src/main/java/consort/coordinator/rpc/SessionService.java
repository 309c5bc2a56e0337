package consort.coordinator.rpc;

import consort.certs.Fingerprint;
import consort.coordinator.core.Event;
import consort.coordinator.loop.Inbox;
import consort.ledger.entry.Limits;
import consort.proto.CoordinatorMessage;
import consort.proto.Hello;
import consort.proto.Issuer;
import consort.proto.Progress;
import consort.proto.SessionGrpc;
import consort.proto.WorkerMessage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/**
 * The workers' long-lived streams: messages become events. The next message of a stream is asked for when the loop has
 * taken the one before, so that no stream can fill the inbox. Only after a sign of life, of which there are most by far, is it
 * asked for at once, as long as they are few ({@link StreamSigns}): what a worker does next does not wait for the loop to look around.
 *
 * <p>To be called by the threads of the network ({@link #callOn}), so that a sign of life wakes no other thread; all else is
 * handed over to the threads of calls, since it may take time.
 */
final class SessionService extends SessionGrpc.SessionImplBase {

    /** An entry and what stands around it. Workers together may fill the inbox: what it holds must fit into memory. */
    static final int MAX_MESSAGE_BYTES = Limits.MAX_ENTRY_BYTES + (1 << 10);

    /**
     * Elements of all lists of a message, several times what an honest one has. Each may take many times its bytes in memory; so many
     * add a fourth at most to the longest message.
     */
    static final int MAX_LISTED = 256;

    /** What a sign of life takes while it waits, about; four numbers are kept of it, whatever came with them. */
    static final int SIGN_HEAP_BYTES = 256;

    private final Inbox inbox;
    private final SessionStreams streams;
    private final Issuers issuers;
    private final ClaimSignatures signatures;
    private final Executor calls;

    /** @param calls runs what may take time */
    SessionService(Inbox inbox, SessionStreams streams, Issuers issuers, ClaimSignatures signatures, Executor calls) {
        this.inbox = inbox;
        this.streams = streams;
        this.issuers = issuers;
        this.signatures = signatures;
        this.calls = calls;
    }

    /** Has the threads of the network call this service, and those of calls all others. */
    static ServerCallExecutorSupplier callOn() {
        return new ServerCallExecutorSupplier() {
            @Override
            public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
                return call.getMethodDescriptor().getFullMethodName().equals(SessionGrpc.getOpenMethod().getFullMethodName())
                        ? Runnable::run
                        : null;
            }
        };
    }

    @Override
    public StreamObserver<WorkerMessage> open(StreamObserver<CoordinatorMessage> observer) {
        ServerCallStreamObserver<CoordinatorMessage> call = (ServerCallStreamObserver<CoordinatorMessage>) observer;
        SessionStreams.Stream stream = streams.open(Caller.worker(), call, this::gone);
        Executor inOrder = new InOrder(calls);
        StreamSigns signs = new StreamSigns(inbox);
        call.disableAutoRequest();
        call.setOnCancelHandler(() -> inOrder.execute(() -> gone(stream)));
        call.request(1);
        if (issuers.ledger().authorities().size() > 1) {
            stream.send(issuer(issuers.counting().newest().fingerprint()));
        }
        return new StreamObserver<>() {
            @Override
            public void onNext(WorkerMessage message) {
                Runnable next = () -> call.request(1);
                if (!isTakenAsSign(signs, stream, message, next)) {
                    inOrder.execute(() -> received(stream, message, next));
                }
            }

            @Override
            public void onError(Throwable cause) {
                inOrder.execute(() -> gone(stream));
            }

            @Override
            public void onCompleted() {
                inOrder.execute(() -> {
                    stream.complete();
                    gone(stream);
                });
            }
        };
    }

    private static boolean isTakenAsSign(StreamSigns signs, SessionStreams.Stream stream, WorkerMessage message, Runnable next) {
        return message.hasProgress() && message.getSerializedSize() <= MAX_MESSAGE_BYTES
                && signs.offer(new Event.Received(stream.worker(), stream.number(), sign(message.getProgress())), next);
    }

    /** A sign of life that waits has four numbers, whatever came with them. */
    private static WorkerMessage sign(Progress said) {
        return WorkerMessage.newBuilder().setProgress(Progress.newBuilder().setLease(said.getLease()).setStep(said.getStep())
                .setSteps(said.getSteps()).setLossMillionths(said.getLossMillionths())).build();
    }

    private void received(SessionStreams.Stream stream, WorkerMessage message, Runnable taken) {
        if (message.getSerializedSize() > MAX_MESSAGE_BYTES) {
            stream.fail(Status.INVALID_ARGUMENT.withDescription("a message of " + message.getSerializedSize()
                    + " bytes; a worker's have at most " + MAX_MESSAGE_BYTES));
            gone(stream);
        } else if (listed(message) > MAX_LISTED) {
            stream.fail(Status.INVALID_ARGUMENT.withDescription("a message with lists of " + listed(message)
                    + " elements; a worker's have at most " + MAX_LISTED));
            gone(stream);
        } else if (!inbox.offer(event(stream, message), taken)) {
            stream.fail(Status.RESOURCE_EXHAUSTED.withDescription(
                    "the coordinator has too much to do; connect again in a moment"));
            gone(stream);
        }
    }

    private static int listed(WorkerMessage message) {
        Hello hello = message.getHello();
        return hello.getTrainersCount() + hello.getDataCount() + hello.getMeasuresCount() + hello.getLeasesCount()
                + message.getProofWanted().getSeqsCount();
    }

    private Event event(SessionStreams.Stream stream, WorkerMessage message) {
        return message.hasProgress() ? new Event.Received(stream.worker(), stream.number(), sign(message.getProgress()))
                : new Event.Received(stream.worker(), stream.number(), message, signatures.verified(stream.worker(), message));
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
