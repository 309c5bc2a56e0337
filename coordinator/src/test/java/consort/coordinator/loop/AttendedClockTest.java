package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Now;
import org.junit.jupiter.api.Test;

class AttendedClockTest {

    private Now now = new Now(1_000_000, 70_000);
    private final AttendedClock clock = new AttendedClock(() -> now);

    @Test
    void goesAsTheOtherWhileItIsLookedAt() {
        pass(100);
        pass(AttendedClock.MOST_MILLIS);
        assertThat(clock.get()).isEqualTo(now);
    }

    @Test
    void leavesOutWhatWasMissed() {
        pass(100);
        pass(3_600_000);
        assertThat(clock.get().monotonicMillis()).isEqualTo(70_100 + AttendedClock.MOST_MILLIS);
        pass(200);
        assertThat(clock.get().monotonicMillis()).isEqualTo(70_300 + AttendedClock.MOST_MILLIS);
    }

    @Test
    void leavesTheWallClockAsItIs() {
        pass(3_600_000);
        assertThat(clock.get().wallMillis()).isEqualTo(4_600_000);
    }

    private void pass(long millis) {
        now = new Now(now.wallMillis() + millis, now.monotonicMillis() + millis);
        clock.get();
    }
}
