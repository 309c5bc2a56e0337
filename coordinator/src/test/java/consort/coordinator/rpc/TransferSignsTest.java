package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Event;
import consort.ledger.entry.WorkerId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferSignsTest {

    private static final WorkerId WORKER = new WorkerId("acme", "w1");

    private final List<Event> told = new ArrayList<>();
    private boolean full;
    private long nanos = 77;
    private final TransferSigns signs = new TransferSigns(WORKER, event -> !full && told.add(event), () -> nanos);

    @Test
    void theLoopIsToldOnceASecondHoweverMuchMoves() {
        signs.moved(10);
        nanos += TransferSigns.PAUSE_NANOS - 1;
        signs.moved(20);
        assertThat(told).isEmpty();
        nanos++;
        signs.moved(30);
        signs.moved(40);
        assertThat(told).containsExactly(new Event.BytesMoved(WORKER, 60));
        nanos += TransferSigns.PAUSE_NANOS;
        signs.moved(50);
        assertThat(told).containsExactly(new Event.BytesMoved(WORKER, 60), new Event.BytesMoved(WORKER, 90));
    }

    @Test
    void whatItHadNoRoomForIsToldLater() {
        full = true;
        nanos += TransferSigns.PAUSE_NANOS;
        signs.moved(10);
        full = false;
        nanos += TransferSigns.PAUSE_NANOS;
        signs.moved(1);
        assertThat(told).containsExactly(new Event.BytesMoved(WORKER, 11));
    }
}
