package consort.coordinator.rpc;

import consort.coordinator.blobs.BlobRefusedException;
import consort.coordinator.core.Reply;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the loop's replies into gRPC's. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {
    }

    /**
     * Sends the reply of the expected kind, or the refusal.
     *
     * @param make builds the message from a reply of class {@code expected}
     */
    static <R extends Reply, M> Consumer<Reply> to(StreamObserver<M> observer, Class<R> expected, Function<R, M> make) {
        return reply -> {
            if (reply instanceof Reply.Refused refused) {
                observer.onError(error(refused));
            } else {
                send(observer, make.apply(expected.cast(reply)));
            }
        };
    }

    /** Where the transport has no memory left, gRPC has cancelled the call; the thread that serves all others goes on. */
    private static <M> void send(StreamObserver<M> observer, M message) {
        try {
            observer.onNext(message);
        } catch (OutOfMemoryError cancelled) {
            LOG.warn("no memory for an answer, whose call is ended");
            return;
        }
        observer.onCompleted();
    }

    static StatusRuntimeException error(Reply.Refused refused) {
        Status status = switch (refused.code()) {
            case INVALID -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case CONFLICT -> Status.FAILED_PRECONDITION;
            case ALREADY -> Status.ALREADY_EXISTS;
            case INVITE -> Status.PERMISSION_DENIED;
            case EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case UNFIT -> Status.OUT_OF_RANGE;
        };
        return status.withDescription(refused.message()).asRuntimeException();
    }

    static StatusRuntimeException error(BlobRefusedException refused) {
        Status status = switch (refused.kind()) {
            case INVALID -> Status.INVALID_ARGUMENT;
            case MOVED -> Status.ABORTED;
            case EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
        };
        return status.withDescription(refused.getMessage()).asRuntimeException();
    }
}
