package consort.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void readsWhatPeopleWrite() {
        assertThat(List.of("7d", "12h", "30m", "10s", "PT30M")).extracting(Durations::parse).containsExactly(
                Duration.ofDays(7), Duration.ofHours(12), Duration.ofMinutes(30), Duration.ofSeconds(10), Duration.ofMinutes(30));
    }

    @Test
    void refusesWhatIsNone() {
        for (String none : List.of("", "7", "d", "-7d", "0h", "PT0S", "PT-1S", "7 d", "99999d")) {
            assertThatThrownBy(() -> Durations.parse(none)).as(none).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + none + "\"").hasMessageContaining("use 7d, 12h, 30m");
        }
    }
}
