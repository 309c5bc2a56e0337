package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Event;
import consort.coordinator.loop.Inbox;
import consort.ledger.entry.WorkerId;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How many signs of life one stream gets rid of. */
class StreamSignsTest {

    private final Inbox inbox = new Inbox(1);
    private final StreamSigns signs = new StreamSigns(inbox);
    private long asked;

    /** As a stream that sends as long as it is asked to. */
    private long sendAll() {
        long before = asked;
        for (long sent = asked; sent == asked && asked < before + 10_000; sent++) {
            assertThat(signs.offer(sign(sent), () -> asked++)).isTrue();
        }
        return asked - before;
    }

    @Test
    void asksForNoMoreWhileTheLoopTakesNone() throws Exception {
        assertThat(sendAll()).isEqualTo(StreamSigns.MOST_AT_ONCE);
        assertThat(inbox.take(1, 0)).as("in their order, with the one that the stream waits for")
                .containsExactlyElementsOf(LongStream.rangeClosed(0, StreamSigns.MOST_AT_ONCE).mapToObj(StreamSignsTest::sign).toList());
        assertThat(asked).as("the loop took the one that was waited for").isEqualTo(StreamSigns.MOST_AT_ONCE + 1);
        assertThat(sendAll()).isEqualTo(StreamSigns.MOST_AT_ONCE);
    }

    @Test
    void neverWaitsWithOneSignForEachLook() throws Exception {
        for (long look = 1; look <= 100; look++) {
            assertThat(signs.offer(sign(look), () -> asked++)).isTrue();
            assertThat(asked).isEqualTo(look);
            assertThat(inbox.take(1, 0)).containsExactly(sign(look));
        }
    }

    @Test
    void leavesOthersTheirRoom() {
        sendAll();
        StreamSigns others = new StreamSigns(inbox);
        asked = 0;
        assertThat(others.offer(sign(1), () -> asked++)).isTrue();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void saysWhenAllRoomIsTaken() {
        long streams = LongStream.iterate(0, i -> i + 1).takeWhile(i -> new StreamSigns(inbox).offer(sign(i), () -> asked++)).count();
        assertThat(streams).isEqualTo(Inbox.MAX_SIGNS);
        assertThat(asked).as("not by the one that was dropped").isEqualTo(Inbox.MAX_SIGNS);
    }

    private static Event sign(long bytes) {
        return new Event.BytesMoved(new WorkerId("acme", "w1"), bytes);
    }
}
