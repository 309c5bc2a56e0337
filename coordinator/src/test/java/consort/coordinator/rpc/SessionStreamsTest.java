package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Effect;
import consort.ledger.entry.WorkerId;
import consort.proto.CoordinatorMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionStreamsTest {

    private static final WorkerId WORKER = WorkerId.parse("aster/w1");
    private static final int PATIENCE_SECONDS = 30;

    /** Messages are sent on the thread that serves everybody; the call bears nothing more. */
    @Test
    void aMessageThatFindsNoMemoryEndsItsStreamAndIsTold() throws Exception {
        SessionStreams streams = new SessionStreams();
        FakeCall<CoordinatorMessage> call = new FakeCall<>();
        call.runsOutOfMemory();
        CompletableFuture<SessionStreams.Stream> lost = new CompletableFuture<>();
        SessionStreams.Stream stream = streams.open(WORKER, call, lost::complete);
        stream.send(CoordinatorMessage.getDefaultInstance());
        assertThat(lost.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isSameAs(stream);
        stream.send(CoordinatorMessage.getDefaultInstance());
        streams.close(new Effect.CloseSession(WORKER, stream.number(), "opened another stream"));
        stream.complete();
    }
}
