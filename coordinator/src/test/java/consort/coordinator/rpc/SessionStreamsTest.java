package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Effect;
import consort.ledger.entry.WorkerId;
import consort.proto.CoordinatorMessage;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionStreamsTest {

    private static final WorkerId WORKER = WorkerId.parse("aster/w1");
    private static final int PATIENCE_SECONDS = 30;

    /** As gRPC does: the call is closed, nobody is told, and it bears nothing more. */
    private static final class Full extends ServerCallStreamObserver<CoordinatorMessage> {

        private boolean closed;

        @Override
        public void onNext(CoordinatorMessage message) {
            requireOpen();
            closed = true;
            throw new OutOfMemoryError("Cannot reserve direct buffer memory");
        }

        @Override
        public void onError(Throwable error) {
            requireOpen();
        }

        @Override
        public void onCompleted() {
            requireOpen();
        }

        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("call already closed");
            }
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            // No cancellation comes.
        }

        @Override
        public void setCompression(String compression) {
            // None is asked for.
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            // Always ready.
        }

        @Override
        public void disableAutoInboundFlowControl() {
            // Nothing comes in.
        }

        @Override
        public void request(int count) {
            // Nothing comes in.
        }

        @Override
        public void setMessageCompression(boolean enable) {
            // None is asked for.
        }
    }

    /** Messages are sent on the thread that serves everybody. */
    @Test
    void aMessageThatFindsNoMemoryEndsItsStreamAndIsTold() throws Exception {
        SessionStreams streams = new SessionStreams();
        CompletableFuture<SessionStreams.Stream> lost = new CompletableFuture<>();
        SessionStreams.Stream stream = streams.open(WORKER, new Full(), lost::complete);
        stream.send(CoordinatorMessage.getDefaultInstance());
        assertThat(lost.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isSameAs(stream);
        stream.send(CoordinatorMessage.getDefaultInstance());
        streams.close(new Effect.CloseSession(WORKER, stream.number(), "opened another stream"));
        stream.complete();
    }
}
