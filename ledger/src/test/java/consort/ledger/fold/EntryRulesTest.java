package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.note.SignerKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EntryRulesTest {

    @Test
    void onlyACharterCanComeFirstAndOnlyOne() {
        LedgerBuilder ledger = started();
        State empty = new State();
        Entry second = Entries.parse(0, ledger.entries.get(1));
        assertRule(empty, second, ledger, Rule.ORDER);
        Entry again = Entries.parse(ledger.state.size(), ledger.entries.getFirst());
        assertRule(ledger.state, again, ledger, Rule.ORDER);
        assertThatThrownBy(empty::origin).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAnEntryAtAnotherIndexOrOfAnotherDomain() {
        LedgerBuilder ledger = started();
        CoordinatorStarted body = new CoordinatorStarted(ledger.nowMillis(), 2, "x");
        Entry elsewhere = Entries.parse(7, Entries.sign("example.org", body, ledger.logKey));
        assertRule(ledger.state, elsewhere, ledger, Rule.INDEX);
        Entry foreign = Entries.parse(ledger.state.size(), Entries.sign("example.com", body, ledger.logKey));
        assertRule(ledger.state, foreign, ledger, Rule.DOMAIN);
    }

    @Test
    void epochsIncrease() {
        LedgerBuilder ledger = started();
        assertRule(ledger, new CoordinatorStarted(ledger.nowMillis(), 1, "x"), ledger.logKey, Rule.EPOCH);
        ledger.append(new CoordinatorStarted(ledger.nowMillis(), 5, "x"), ledger.logKey);
        assertThat(ledger.state.epoch()).isEqualTo(5);
    }

    @Test
    void refusesTheWrongSigner() {
        LedgerBuilder ledger = started();
        CoordinatorStarted body = new CoordinatorStarted(ledger.nowMillis(), 2, "x");
        assertRule(ledger, body, organizationKey("acme"), Rule.SIGNER);
        assertRule(ledger, body, SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[32]), Rule.SIGNER);
        Entry honest = Entries.parse(ledger.state.size(), Entries.sign("example.org", body, ledger.logKey));
        String forged = new String(honest.bytes(), StandardCharsets.UTF_8).replace("\"x\"", "\"y\"");
        Entry altered = Entries.parse(ledger.state.size(), forged.getBytes(StandardCharsets.UTF_8));
        assertRule(ledger.state, altered, ledger, Rule.SIGNATURE);
    }
}
