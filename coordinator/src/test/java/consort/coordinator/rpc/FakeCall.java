package consort.coordinator.rpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A call whose other side takes whatever comes, at once. */
final class FakeCall<T> extends ServerCallStreamObserver<T> {

    final List<T> sent = new ArrayList<>();
    private Optional<Status> ended = Optional.empty();
    private Runnable ready = () -> { };
    private boolean full;

    /** How it ended; empty while it goes on. */
    Optional<Status> ended() {
        return ended;
    }

    /** Lets the service send, as gRPC does after the service's method. */
    void becomesReady() {
        ready.run();
    }

    /** As gRPC does where the transport has no memory: the next message ends the call, of which nobody is told. */
    void runsOutOfMemory() {
        full = true;
    }

    @Override
    public void onNext(T message) {
        requireOpen();
        if (full) {
            ended = Optional.of(Status.CANCELLED);
            throw new OutOfMemoryError("Cannot reserve direct buffer memory");
        }
        sent.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        requireOpen();
        ended = Optional.of(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        requireOpen();
        ended = Optional.of(Status.OK);
    }

    private void requireOpen() {
        if (ended.isPresent()) {
            throw new IllegalStateException("the call ended before, with " + ended.get());
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
    public void setOnReadyHandler(Runnable handler) {
        ready = handler;
    }

    @Override
    public void request(int count) {
        // Messages come whether they are asked for or not.
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        // Nobody cancels it.
    }

    @Override
    public void setOnCloseHandler(Runnable handler) {
        // What was sent was taken at once.
    }

    @Override
    public void setCompression(String compression) {
        // Nothing is sent over a wire.
    }

    @Override
    public void disableAutoRequest() {
        // Messages come one by one anyway.
    }

    @Override
    public void disableAutoInboundFlowControl() {
        // Messages come one by one anyway.
    }

    @Override
    public void setMessageCompression(boolean enable) {
        // Nothing is sent over a wire.
    }
}
