package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {

    @ParameterizedTest
    @CsvSource({"0, 0 s", "438, 0.4 s", "10438, 10.4 s", "59999, 59.9 s", "60000, 1 min 00 s", "200000, 3 min 20 s",
        "3900000, 1 h 05 min", "86399999, 23 h 59 min", "604799000, 6 d 23 h"})
    void givesTheTwoLargestUnits(long millis, String text) {
        assertThat(TimeText.of(millis)).isEqualTo(text);
    }
}
