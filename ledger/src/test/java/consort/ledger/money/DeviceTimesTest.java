package consort.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceTimesTest {

    @Test
    void areExactAndAsShortAsTheyCanBe() {
        assertThat(DeviceTimes.format(0)).isEqualTo("0 s");
        assertThat(DeviceTimes.format(975)).isEqualTo("0.975 s");
        assertThat(DeviceTimes.format(10_400)).isEqualTo("10.4 s");
        assertThat(DeviceTimes.format(200_000)).isEqualTo("3 min 20 s");
        assertThat(DeviceTimes.format(3_600_001)).isEqualTo("1 h 0.001 s");
        assertThat(DeviceTimes.format(1_485_000_000)).isEqualTo("412 h 30 min");
        assertThat(DeviceTimes.format(-1_350_500)).isEqualTo("-22 min 30.5 s");
    }
}
