package consort.worker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoursTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> ALL = EnumSet.allOf(DayOfWeek.class);
    private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

    private final Hours nights = new Hours(LocalTime.of(20, 0), LocalTime.of(6, 0), ALL, BERLIN);

    @Test
    void aNightEndsTheNextMorning() {
        assertThat(nights.closesMillis(at(18, 23, 0))).hasValue(at(19, 6, 0));
        assertThat(nights.closesMillis(at(19, 5, 59))).hasValue(at(19, 6, 0));
        assertThat(nights.closesMillis(at(18, 20, 0))).hasValue(at(19, 6, 0));
    }

    @Test
    void byDayItIsClosedUntilTheEvening() {
        assertThat(nights.closesMillis(at(19, 6, 0))).isEmpty();
        assertThat(nights.closed(at(19, 12, 0))).contains(new Closed(Closed.OUTSIDE_HOURS, at(19, 20, 0), true));
    }

    @Test
    void aNightBelongsToTheDayItBeginsOn() {
        Hours weekends = new Hours(LocalTime.of(20, 0), LocalTime.of(6, 0), WEEKEND, BERLIN);
        // The 23rd of November 2026 is a Monday.
        assertThat(weekends.closesMillis(at(23, 3, 0))).hasValue(at(23, 6, 0));
        assertThat(weekends.closesMillis(at(23, 21, 0))).isEmpty();
        assertThat(weekends.opensMillis(at(23, 21, 0))).isEqualTo(at(28, 20, 0));
    }

    @Test
    void windowsWithoutAGapAreOne() {
        Hours weekends = new Hours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, WEEKEND, BERLIN);
        assertThat(weekends.closesMillis(at(21, 10, 0))).hasValue(at(23, 0, 0));
        assertThat(weekends.opensMillis(at(20, 10, 0))).isEqualTo(at(21, 0, 0));
    }

    @Test
    void theNightInWhichClocksChangeIsAnHourLonger() {
        long begin = ZonedDateTime.of(2026, 10, 24, 20, 0, 0, 0, BERLIN).toInstant().toEpochMilli();
        OptionalLong end = nights.closesMillis(begin);
        assertThat(end.getAsLong() - begin).isEqualTo(11 * 3_600_000L);
    }

    private static long at(int day, int hour, int minute) {
        return ZonedDateTime.of(2026, 11, day, hour, minute, 0, 0, BERLIN).toInstant().toEpochMilli();
    }
}
