package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

    /** Answers are sent on the thread that serves everybody; the call bears nothing more. */
    @Test
    void anAnswerThatFindsNoMemoryEndsItsCallAndNothingElse() {
        FakeCall<String> call = new FakeCall<>();
        call.runsOutOfMemory();
        Answers.to(call, Reply.Models.class, Reply.Models::toString).accept(new Reply.Models(List.of(), false));
        assertThat(call.ended()).as("by gRPC, which bears neither an error nor a completion afterwards").contains(Status.CANCELLED);
    }
}
