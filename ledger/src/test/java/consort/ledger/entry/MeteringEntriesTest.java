package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.fold.LedgerBuilder;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What entries and charters say of counters, devices and power. */
class MeteringEntriesTest {

    private static final List<String> IDS = List.of("0123456789abcdef", "fedcba9876543210");

    private static UsageClaim claim(Meters meters, List<String> deviceIds) {
        return new UsageClaim(1, "acme", "w1", 2, 3, "ab".repeat(32), UsageClaim.Outcome.DONE, Optional.empty(), Optional.empty(), 4000,
                2, 50, Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Commitments.NONE, Optional.of(meters), deviceIds);
    }

    private static Body reread(Body body) {
        return Entries.parse(Entries.sign("example.org", body, LedgerBuilder.organizationKey("acme"))).body();
    }

    private static UsageClaim parse(String json) {
        return UsageClaim.read(JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), Limits.MAX_ENTRY_BYTES).fields());
    }

    @Test
    void whatIsMissingIsAbsentAndNotZero() {
        Meters some = new Meters(OptionalLong.of(0), OptionalLong.empty(), OptionalLong.of(7));
        UsageClaim claim = claim(some, IDS);
        assertThat(claim.json().canonicalText()).contains(
                "\"deviceIds\":[\"0123456789abcdef\",\"fedcba9876543210\"]",
                "\"meters\":{\"cpuMillijoules\":\"absent\",\"cpuMillis\":0,\"gpuMillijoules\":7}");
        assertThat(reread(claim)).isEqualTo(claim);
        assertThat(reread(claim(Meters.ABSENT, List.of()))).isEqualTo(claim(Meters.ABSENT, List.of()));
    }

    @Test
    void aClaimThatSaysNothingOfItIsWrittenAsBefore() {
        UsageClaim claim = new UsageClaim(1, "acme", "w1", 2, 3, "ab".repeat(32), UsageClaim.Outcome.DONE, Optional.empty(),
                Optional.empty(), 4000, 2, 50, Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
        assertThat(claim.json().members()).doesNotContainKeys("meters", "deviceIds", "priv");
        assertThat(reread(claim)).isEqualTo(claim);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"cpuMillis\":0 | \"cpuMillis\":-1 | cpuMillis",
        "\"cpuMillis\":0 | \"cpuMillis\":\"gone\" | cpuMillis",
        "\"gpuMillijoules\":7 | \"gpuMillijoules\":1000000000000001 | gpuMillijoules",
        "\"gpuMillijoules\":7 | \"gpuMillijoules\":7,\"x\":1 | x",
        "0123456789abcdef | 0123456789abcdeF | deviceIds",
        "0123456789abcdef | 0123456789abcde | deviceIds",
        "0123456789abcdef | fedcba9876543210 | deviceIds",
        "0123456789abcdef | ffffffffffffffff | deviceIds",
        ",\"fedcba9876543210\"] | ] | deviceIds"})
    void nothingElseIsTaken(String written, String altered, String named) {
        String json = claim(new Meters(OptionalLong.of(0), OptionalLong.empty(), OptionalLong.of(7)), IDS).json().canonicalText();
        assertThat(json).contains(written);
        assertThatThrownBy(() -> parse(json.replace(written, altered))).isInstanceOf(JsonException.class).hasMessageContaining(named);
    }

    @Test
    void aBenchmarkStatesThePowerItsDevicesAreRatedFor() {
        Benchmark rated = new Benchmark(1, "acme", "w1", 2, "fashion-cnn", 50, 4000, 2, "ab".repeat(32), Commitments.NONE,
                OptionalLong.of(250_000), IDS);
        assertThat(reread(rated)).isEqualTo(rated);
        assertThatThrownBy(() -> reread(new Benchmark(1, "acme", "w1", 2, "fashion-cnn", 50, 4000, 2, "ab".repeat(32), Commitments.NONE,
                OptionalLong.of(0), List.of()))).hasMessageContaining("ratedMilliwatts");
    }

    @Test
    void anObservationListsItsReductions() {
        Observation observation = new Observation(1, 4, 3, Observation.Verdict.ACCEPTED, Optional.empty(), Optional.empty(), 10,
                OptionalLong.empty(), OptionalLong.empty(), Optional.of("overlap"),
                List.of(new Reduction("overlap", 5), new Reduction("beyond-power", 0, 9)));
        assertThat(observation.json().canonicalText()).contains("\"reductions\":[{\"millis\":5,\"reason\":\"overlap\"},"
                + "{\"millijoules\":9,\"millis\":0,\"reason\":\"beyond-power\"}]");
        assertThat(reread(observation)).isEqualTo(observation);
        assertThat(observation.cutMillis("overlap")).isEqualTo(5);
        assertThat(observation.cutMillis("beyond-speed")).isZero();
    }

    @Test
    void aCharterWithMeteringReadsAsItWasWritten() {
        CharterDocument plain = LedgerBuilder.charter();
        for (Metering metering : List.of(Metering.PLAIN, new Metering(OptionalLong.of(1300), OptionalLong.of(380)))) {
            CharterDocument charter = plain.metered(metering);
            assertThat(CharterDocument.parse(charter.bytes())).isEqualTo(charter);
        }
        assertThat(plain.json().members()).doesNotContainKey("metering");
    }
}
