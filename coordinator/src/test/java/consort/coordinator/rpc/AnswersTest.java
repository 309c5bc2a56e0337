package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

    /** Answers are sent on the thread that serves everybody. */
    @Test
    void anAnswerThatFindsNoMemoryEndsItsCallAndNothingElse() {
        List<String> after = new ArrayList<>();
        StreamObserver<String> full = new StreamObserver<>() {
            @Override
            public void onNext(String message) {
                throw new OutOfMemoryError("Cannot reserve direct buffer memory");
            }

            @Override
            public void onError(Throwable error) {
                after.add("error");
            }

            @Override
            public void onCompleted() {
                after.add("completed");
            }
        };
        Answers.to(full, Reply.Models.class, Reply.Models::toString).accept(new Reply.Models(List.of()));
        assertThat(after).as("gRPC has cancelled the call").isEmpty();
    }
}
