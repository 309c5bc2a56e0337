package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptionsTest {

    @Test
    void oneThatIsTooLongForAHeaderIsCut() {
        String fits = "no room for " + "x".repeat(3_000);
        assertThat(Descriptions.fit(fits)).isEqualTo(fits);
        assertThat(Descriptions.fit("x".repeat(10_000))).isEqualTo("x".repeat(4_000) + "...");
    }

    @Test
    void whatIsEncodedInTheHeaderCountsAsItIsThere() {
        assertThat(Descriptions.fit("é".repeat(1_000))).isEqualTo("é".repeat(666) + "...");
        assertThat(Descriptions.fit("%".repeat(2_000))).isEqualTo("%".repeat(1_333) + "...");
        assertThat(Descriptions.fit("\uD83D\uDE00".repeat(400))).as("never half a character").isEqualTo("\uD83D\uDE00".repeat(333) + "...");
    }
}
