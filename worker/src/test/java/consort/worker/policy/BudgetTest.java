package consort.worker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final long HOUR = 3_600_000;

    private final Budget eightHoursADay = new Budget(OptionalLong.of(8 * HOUR), OptionalLong.empty(), OptionalLong.empty(), 0);
    private final Budget tenEurosAMonth =
            new Budget(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(1000), 0).at(184);

    @Test
    void letsPassWhatFillsTheDayAndRefusesOneMillisecondMore() {
        Spent spent = Spent.nothing(BERLIN).plus(new Use(at(5, 9), 7 * HOUR, 0));
        assertThat(eightHoursADay.exceeded(spent, at(5, 12), HOUR)).isEmpty();
        assertThat(eightHoursADay.exceeded(spent, at(5, 12), HOUR + 1))
                .contains(new Closed(Closed.OVER_BUDGET, at(6, 0), false));
    }

    @Test
    void aNewDayBeginsWithNothingSpent() {
        Spent spent = Spent.nothing(BERLIN).plus(new Use(at(5, 23), 8 * HOUR, 0));
        assertThat(eightHoursADay.closed(spent, at(5, 23))).isPresent();
        assertThat(eightHoursADay.closed(spent, at(6, 0))).isEmpty();
    }

    @Test
    void countsHoursOfTheMonthOverItsDays() {
        Budget budget = new Budget(OptionalLong.empty(), OptionalLong.of(10 * HOUR), OptionalLong.empty(), 0);
        Spent spent = Spent.nothing(BERLIN).plus(new Use(at(1, 0), 6 * HOUR, 0)).plus(new Use(at(20, 0), 3 * HOUR, 0))
                .plus(new Use(at(1, 0) - 1, 50 * HOUR, 0));
        assertThat(budget.exceeded(spent, at(21, 0), HOUR)).isEmpty();
        assertThat(budget.exceeded(spent, at(21, 0), 2 * HOUR).orElseThrow().untilMillis())
                .isEqualTo(ZonedDateTime.of(2026, 12, 1, 0, 0, 0, 0, BERLIN).toInstant().toEpochMilli());
    }

    @Test
    void countsMoneyByWhatWasAcceptedAndByAllThatATaskMayTake() {
        Spent spent = Spent.nothing(BERLIN).plus(new Use(at(1, 0), 100 * HOUR, 4 * HOUR));
        assertThat(tenEurosAMonth.exceeded(spent, at(2, 0), HOUR)).isEmpty();
        assertThat(tenEurosAMonth.exceeded(spent, at(2, 0), 2 * HOUR)).isPresent();
    }

    @Test
    void roundsMoneyUp() {
        Budget nothing = new Budget(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(0), 0).at(184);
        assertThat(nothing.exceeded(Spent.nothing(BERLIN), at(2, 0), 1)).isPresent();
    }

    private static long at(int day, int hour) {
        return ZonedDateTime.of(2026, 11, day, hour, 0, 0, 0, BERLIN).toInstant().toEpochMilli();
    }
}
