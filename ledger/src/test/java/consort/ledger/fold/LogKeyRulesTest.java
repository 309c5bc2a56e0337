package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Limits;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.RunPaused;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import org.junit.jupiter.api.Test;

class LogKeyRulesTest {

    private final LedgerBuilder ledger = started();
    private final SignerKey first = ledger.logKey;
    private final LogKey next = NextLogKeys.entry(ledger);

    private LogKey naming(VerifierKey key) {
        return new LogKey(next.timeMillis(), key.toString(), next.size(), next.root());
    }

    private RunPaused another() {
        return new RunPaused(ledger.nowMillis(), 1, "the key moves");
    }

    @Test
    void onlyTheNextKeySignsFromThenOn() {
        long index = ledger.state.size();
        NextLogKeys.rotate(ledger);
        assertThat(ledger.state.logKey()).isEqualTo(ledger.logKey.verifierKey()).isNotEqualTo(first.verifierKey());
        assertThat(ledger.state.logKeys().all()).containsExactly(first.verifierKey(), ledger.logKey.verifierKey());
        assertThat(ledger.state.logKeys().reigning(index)).isEqualTo(first.verifierKey());
        assertThat(ledger.state.logKeys().reigning(index + 1)).isEqualTo(ledger.logKey.verifierKey());
        assertRule(ledger, another(), first, Rule.SIGNER);
        ledger.append(another(), ledger.logKey);
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    @Test
    void theKeyThatWasReplacedNamesNoOther() {
        NextLogKeys.rotate(ledger);
        assertRule(ledger, NextLogKeys.entry(ledger), first, Rule.SIGNER);
    }

    @Test
    void onlyTheLogNamesItsNextKeyAndTheNextKeyNotItself() {
        assertRule(ledger, next, organizationKey("acme"), Rule.SIGNER);
        assertRule(ledger, next, NextLogKeys.next(ledger), Rule.SIGNER);
    }

    @Test
    void refusesAKeyThatSomebodyHadAndOneOfAnotherName() {
        assertRule(ledger, naming(first.verifierKey()), first, Rule.LOG_KEY);
        assertRule(ledger, naming(organizationKey("acme").verifierKey()), first, Rule.LOG_KEY);
        assertRule(ledger, naming(VerifierKey.of(LedgerBuilder.ORIGIN, organizationKey("acme").verifierKey().publicKey())), first,
                Rule.LOG_KEY);
        assertRule(ledger, new LogKey(next.timeMillis(), "none", next.size(), next.root()), first, Rule.LOG_KEY);
        NextLogKeys.rotate(ledger);
        LogKey back = NextLogKeys.entry(ledger);
        assertRule(ledger, new LogKey(back.timeMillis(), first.verifierKey().toString(), back.size(), back.root()), ledger.logKey,
                Rule.LOG_KEY);
    }

    @Test
    void refusesAnotherSizeThanItsIndex() {
        assertRule(ledger, new LogKey(next.timeMillis(), next.key(), next.size() + 1, next.root()), first, Rule.LOG_KEY);
    }

    @Test
    void aLogHasABoundedNumberOfKeys() {
        while (ledger.state.logKeys().all().size() < Limits.MAX_LOG_KEYS_EVER) {
            NextLogKeys.rotate(ledger);
        }
        assertRule(ledger, NextLogKeys.entry(ledger), ledger.logKey, Rule.LOG_KEY);
    }
}
