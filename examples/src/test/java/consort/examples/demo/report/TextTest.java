package consort.examples.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void writesFiguresAsPeopleReadThem() {
        assertThat(Text.percent(812_345)).isEqualTo("81.2");
        assertThat(Text.duration(12_340)).isEqualTo("12.3 s");
        assertThat(Text.duration(245_400)).isEqualTo("4 min 5 s");
        assertThat(Text.duration(59_970)).isEqualTo("1 min");
        assertThat(Text.seconds(4_800_400)).isEqualTo("1 h 20 min");
        assertThat(Text.bytes(1_688_000)).isEqualTo("1.69 MB");
        assertThat(Text.bytes(40_560_000)).isEqualTo("41 MB");
        assertThat(Text.money(-5, 2)).isEqualTo("-0.05");
        assertThat(Text.money(12, 0)).isEqualTo("12");
        assertThat(Text.signedMoney(1234, 3)).isEqualTo("+1.234");
        assertThat(Text.signedMoney(0, 2)).isEqualTo("0.00");
        assertThat(Text.fit("abcdef", 4)).isEqualTo("abc…");
    }
}
