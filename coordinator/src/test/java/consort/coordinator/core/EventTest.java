package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.WorkerId;
import consort.proto.WorkerMessage;
import consort.proto.WorkerMessage.MessageCase;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is a sign of life: the runs are not looked at for it alone. */
class EventTest {

    private static final WorkerId WORKER = new WorkerId("acme", "w1");

    @Test
    void ofAWorkersMessagesOnlyProgressIsASignOfLife() {
        Set<MessageCase> signs = WorkerMessage.getDescriptor().getFields().stream()
                .map(field -> WorkerMessage.newBuilder().setField(field, WorkerMessage.getDefaultInstance().getField(field)).build())
                .filter(message -> new Event.Received(WORKER, 1, message).isSignOfLife())
                .map(WorkerMessage::getMessageCase).collect(Collectors.toSet());
        assertThat(signs).containsExactly(MessageCase.PROGRESS);
        assertThat(new Event.Received(WORKER, 1, WorkerMessage.getDefaultInstance()).isSignOfLife()).isFalse();
    }

    /** Each of these may let a run go on, or hold it back. */
    @Test
    void ofAllElseOnlyBytesThatMoveAre() {
        assertThat(new Event.BytesMoved(WORKER, 1).isSignOfLife()).isTrue();
        assertThat(Stream.of(new Event.Disconnected(WORKER, 1), new Event.UpdateChecked(WORKER, 1, new Event.UpdateVerdict.Missing()),
                new Event.Aggregated(1, 1, new Event.AggregationResult.Failed("no")), new Event.ModelLookedFor(1, "model", true),
                new Event.BlobsDeleted(0, 0), new Event.Started(), new Event.Tick(), new Event.ResumeRun(1, 1, "why")))
                .noneMatch(Event::isSignOfLife);
    }
}
