package consort.worker.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000;

    private long nowNanos = -5;

    @Test
    void partsWaitUntilThoseBeforeThemWouldHavePassed() {
        Pace pace = new Pace(1000, () -> nowNanos);
        assertThat(pace.reserve(500)).isZero();
        assertThat(pace.reserve(1000)).isEqualTo(SECOND / 2);
        nowNanos += SECOND;
        assertThat(pace.reserve(1)).isEqualTo(SECOND / 2);
    }

    @Test
    void timeThatNobodyUsedIsNotSaved() {
        Pace pace = new Pace(1000, () -> nowNanos);
        nowNanos += 60 * SECOND;
        assertThat(pace.reserve(1000)).isZero();
        assertThat(pace.reserve(1000)).isEqualTo(SECOND);
    }

    @Test
    void withoutARateNothingWaits() {
        Pace pace = new Pace(0, () -> nowNanos);
        assertThat(pace.reserve(Long.MAX_VALUE)).isZero();
        assertThat(pace.reserve(1)).isZero();
    }
}
