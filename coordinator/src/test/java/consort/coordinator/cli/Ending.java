package consort.coordinator.cli;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How a stream ends. */
final class Ending<M> implements StreamObserver<M> {

    final CompletableFuture<M> first = new CompletableFuture<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();

    Status end() {
        return ended.orTimeout(180, TimeUnit.SECONDS).join();
    }

    @Override
    public void onNext(M message) {
        first.complete(message);
    }

    @Override
    public void onError(Throwable failure) {
        ended.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        ended.complete(Status.OK);
    }
}
