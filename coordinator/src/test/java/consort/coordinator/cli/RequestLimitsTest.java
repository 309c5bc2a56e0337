package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.proto.AppendRequest;
import consort.proto.CoordinatorMessage;
import consort.proto.Hello;
import consort.proto.MembershipGrpc;
import consort.proto.SessionGrpc;
import consort.proto.WorkerMessage;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that would take more of the heap, while they wait for the loop, than the inbox reckons with. */
class RequestLimitsTest {

    @TempDir
    private Path temporary;

    private LiveCoordinator coordinator;

    @BeforeEach
    void serves() {
        coordinator = new LiveCoordinator(temporary, "");
    }

    @AfterEach
    void stops() {
        coordinator.close();
    }

    @Test
    void anEntryThatIsLongerThanAnyIsRefusedBeforeItWaits() {
        MembershipGrpc.MembershipBlockingStub members = MembershipGrpc.newBlockingStub(
                coordinator.connect(LiveCoordinator.worker("hostile"))).withDeadlineAfter(120, TimeUnit.SECONDS);
        AppendRequest tooLong = AppendRequest.newBuilder().setEntry(ByteString.copyFrom(new byte[100_000])).build();
        assertThatThrownBy(() -> members.append(tooLong)).hasMessageContaining("INVALID_ARGUMENT: a request of 100004 bytes");
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void manyShortNamesAreRefusedBeforeTheyWait() {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        StreamObserver<WorkerMessage> stream = SessionGrpc.newStub(coordinator.connect(LiveCoordinator.worker("hostile")))
                .open(new StreamObserver<CoordinatorMessage>() {
                    @Override
                    public void onNext(CoordinatorMessage message) {
                        // Nothing is waited for but the end.
                    }

                    @Override
                    public void onError(Throwable cause) {
                        ended.complete(cause);
                    }

                    @Override
                    public void onCompleted() {
                        ended.cancel(true);
                    }
                });
        stream.onNext(WorkerMessage.newBuilder().setHello(Hello.newBuilder().addAllTrainers(Collections.nCopies(20_000, "a"))).build());
        assertThat(ended.orTimeout(120, TimeUnit.SECONDS).join()).hasMessage(
                "INVALID_ARGUMENT: a message with lists of 20000 elements; a worker's have at most 256");
        coordinator.assertServesAnHonestMember();
    }
}
