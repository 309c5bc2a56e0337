package consort.ledger.confidential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisclosureTest {

    private static final Disclosure DISCLOSURE = new Disclosure("example.org/demo", 12,
            Opening.of(PrivateField.HOST, new byte[Opening.SALT_BYTES], new JsonString("rack-7")));

    @Test
    void readsAsItWasWritten() {
        assertThat(Disclosure.parse(DISCLOSURE.bytes())).isEqualTo(DISCLOSURE);
    }

    @Test
    void refusesEverythingElseWithItsField() {
        String json = new String(DISCLOSURE.bytes(), StandardCharsets.UTF_8);
        for (List<String> change : List.of(List.of("\"host\"", "\"salary\"", "field"), List.of("\"entry\":12", "\"entry\":-1", "entry"),
                List.of("AAAA\"", "AAA\"", "base64url"), List.of("\"value\":\"rack-7\"", "\"values\":1", "value"))) {
            String other = json.replace(change.get(0), change.get(1));
            assertThat(other).isNotEqualTo(json);
            assertThatThrownBy(() -> Disclosure.parse(other.getBytes(StandardCharsets.UTF_8)))
                    .as(other).isInstanceOf(JsonException.class).hasMessageContaining(change.get(2));
        }
    }
}
