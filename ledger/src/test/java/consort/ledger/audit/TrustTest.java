package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Limits;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys;
import consort.ledger.json.JsonValue;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustTest {

    private static final String DIGEST = "a".repeat(64);
    private static final String AUTHORITY = "b".repeat(64);
    /** With the name of a consortium as long as the name of a key can be. */
    private static final String DOMAIN = "d".repeat(29) + ("." + "d".repeat(61)).repeat(3);
    private static final String ORIGIN = DOMAIN + "/" + "c".repeat(40);

    private static SignerKey key(int number) {
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        seed[0] = (byte) number;
        return SignerKey.fromSeed(ORIGIN, seed);
    }

    /** @param count of keys */
    static LogKeys keys(int count) {
        LogKeys keys = LogKeys.of(key(1).verifierKey());
        for (int next = 2; next <= count; next++) {
            LogKey body = new LogKey(JsonValue.MAX_INTEGER, key(next).verifierKey().toString(), JsonValue.MAX_INTEGER - count + next,
                    DIGEST);
            try {
                keys = keys.after(Entries.parse(Entries.sign(DOMAIN, body, key(next - 1))));
            } catch (UnverifiedNoteException unexpected) {
                throw new AssertionError(unexpected);
            }
        }
        return keys;
    }

    static Trust trust(int count) {
        return new Trust(keys(1).first(), DIGEST, AUTHORITY).knowing(keys(count));
    }

    private static Trust parse(String json) {
        return Trust.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsTheKeyAsAtJoiningAndTheEntriesThatLeadToTheNewest() {
        Trust trust = trust(3);
        assertThat(parse(trust.json())).isEqualTo(trust);
        assertThat(trust.logKey()).isEqualTo(key(1).verifierKey());
        assertThat(parse(trust.json() + "\n").logKeys().newest()).isEqualTo(key(3).verifierKey());
    }

    @Test
    void isWrittenAsBeforeWhileTheKeyIsThatOfJoining() {
        assertThat(trust(1).json()).isEqualTo("{\"authority\":\"" + AUTHORITY + "\",\"charter\":\"" + DIGEST + "\",\"logKey\":\""
                + key(1).verifierKey() + "\",\"origin\":\"" + ORIGIN + "\"}");
    }

    @Test
    void refusesEntriesThatDoNotLeadFromKeyToKey() {
        Trust trust = trust(3);
        String json = trust.json();
        String without = json.replaceFirst("\"logKeyEntries\":\\[\"[^\"]*\",", "\"logKeyEntries\":[");
        for (String unfit : List.of(without, json.replace(key(1).verifierKey().toString(), key(9).verifierKey().toString()),
                json.replaceFirst("\"logKeyEntries\":\\[\"", "\"logKeyEntries\":[\"A"))) {
            assertThat(unfit).isNotEqualTo(json);
            assertThatThrownBy(() -> parse(unfit)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("logKeyEntries");
        }
    }

    @Test
    void withAsMuchAsALedgerCanHaveItIsNoLongerThanAllowed() {
        Trust longest = trust(Limits.MAX_LOG_KEYS_EVER).counting(Collections.nCopies(Limits.MAX_AUTHORITIES_EVER, AUTHORITY))
                .withRetired(Collections.nCopies(Limits.MAX_AUTHORITIES_EVER, AUTHORITY));
        assertThat(longest.json().length()).isLessThan(Trust.MAX_BYTES);
        assertThat(parse(longest.json())).isEqualTo(longest);
    }
}
