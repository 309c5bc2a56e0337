package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.fold.LedgerBuilder;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an entry commits to, and what opens it. */
class CommitmentsTest {

    private static final byte[] SALT = salt(1);

    static byte[] salt(long seed) {
        byte[] salt = new byte[Opening.SALT_BYTES];
        new Random(seed).nextBytes(salt);
        return salt;
    }

    private static Benchmark benchmark(Commitments priv) {
        return new Benchmark(1, "acme", "w1", 2, "fashion-cnn", 50, 4000, 2, "ab".repeat(32), priv, OptionalLong.empty(), List.of());
    }

    private static Benchmark reread(Benchmark body) {
        return (Benchmark) Entries.parse(Entries.sign("example.org", body, LedgerBuilder.organizationKey("acme"))).body();
    }

    private static byte[] withPriv(JsonValue priv) {
        JsonObject.Builder json = JsonObject.builder();
        benchmark(Commitments.NONE).json().members().forEach(json::put);
        return json.put("priv", priv).build().canonicalBytes();
    }

    private static void read(JsonValue priv) {
        Benchmark.read(JsonObject.parse(withPriv(priv), Limits.MAX_ENTRY_BYTES).fields());
    }

    /** Computed here from the definition, not by the code under test. */
    @Test
    void aCommitmentIsTheHashOfSaltAndCanonicalValue() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(SALT);
        sha256.update("\"rack-7.example\"".getBytes(StandardCharsets.UTF_8));
        String expected = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
        assertThat(Opening.of(PrivateField.HOST, SALT, new JsonString("rack-7.example")).commitment().text()).isEqualTo(expected);
    }

    @Test
    void anotherSaltOrValueIsAnotherCommitment() {
        Opening opening = Opening.of(PrivateField.DATA_BYTES, SALT, new JsonInteger(7));
        assertThat(opening.commitment())
                .isNotEqualTo(Opening.of(PrivateField.DATA_BYTES, salt(2), new JsonInteger(7)).commitment())
                .isNotEqualTo(Opening.of(PrivateField.DATA_BYTES, SALT, new JsonInteger(8)).commitment());
    }

    @Test
    void anEntryShowsTheCommitmentAndNotTheValue() {
        Opening opening = Opening.of(PrivateField.HOST, SALT, new JsonString("rack-7.example"));
        Benchmark read = reread(benchmark(Opening.commitments(List.of(opening))));
        assertThat(read.priv().of(PrivateField.HOST)).contains(opening.commitment());
        assertThat(read.json().canonicalText()).contains(opening.commitment().text())
                .doesNotContain("rack-7").doesNotContain(opening.salt());
    }

    @Test
    void whatCommitsToNothingHasNoField() {
        assertThat(benchmark(Commitments.NONE).json().members()).doesNotContainKey("priv");
        assertThat(reread(benchmark(Commitments.NONE)).priv()).isEqualTo(Commitments.NONE);
    }

    @Test
    void refusesAnEmptyPrivUnknownFieldsAndFieldsOfOtherEntries() {
        String text = Opening.of(PrivateField.HOST, SALT, new JsonInteger(1)).commitment().text();
        assertThatThrownBy(() -> read(JsonObject.EMPTY)).isInstanceOf(JsonException.class).hasMessageContaining("priv");
        for (String name : List.of("salary", "invoice", "HOST")) {
            assertThatThrownBy(() -> read(JsonObject.builder().put(name, text).build()))
                    .isInstanceOf(JsonException.class).hasMessageContaining("priv." + name).hasMessageContaining("host");
        }
        assertThatThrownBy(() -> benchmark(Opening.commitments(List.of(Opening.of(PrivateField.INVOICE, SALT, new JsonInteger(1))))))
                .isInstanceOf(JsonException.class).hasMessageContaining("INVOICE");
    }

    /** The last character of 43 carries two bits that the decoder would ignore. */
    @Test
    void refusesEveryTextButTheOneOfACommitment() {
        String text = Opening.of(PrivateField.HOST, SALT, new JsonInteger(1)).commitment().text();
        char last = text.charAt(text.length() - 1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String otherBits = text.substring(0, 42) + alphabet.charAt(alphabet.indexOf(last) ^ 1);
        for (String bad : List.of(otherBits, text + "=", text.substring(1), text.substring(0, 42) + "+", "é" + text.substring(1))) {
            assertThatThrownBy(() -> read(JsonObject.builder().put("host", bad).build()))
                    .as(bad).isInstanceOf(JsonException.class).hasMessageContaining("priv.host");
        }
    }

    @Test
    void refusesASaltOfAnotherLengthAndAValueThatIsTooLong() {
        assertThatThrownBy(() -> Opening.of(PrivateField.HOST, new byte[31], new JsonInteger(1))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Opening.of(PrivateField.HOST, SALT, new JsonString("x".repeat(Opening.MAX_VALUE_BYTES))))
                .isInstanceOf(JsonException.class).hasMessageContaining("4098");
    }
}
