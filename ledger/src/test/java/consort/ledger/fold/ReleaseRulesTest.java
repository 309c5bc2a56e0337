package consort.ledger.fold;

import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.ModelRelease;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseRulesTest {

    private static ModelRelease release(LedgerBuilder ledger, long run, long round, String model, String version) {
        return new ModelRelease(ledger.nowMillis(), run, round, model, "fashion", version, "Apache-2.0", Optional.empty());
    }

    private static String model(LedgerBuilder ledger, int round) {
        return ledger.state.runs().get(1L).models().get(round).digest();
    }

    @Test
    void modelsOfTheLedgerAreReleasedEachUnderANameAndVersionOfItsOwn() {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        long first = ledger.append(release(ledger, 1, 2, model(ledger, 2), "1.0"), ledger.logKey).index();
        ledger.append(release(ledger, 1, 2, model(ledger, 2), "1.1"), ledger.logKey);
        ledger.append(release(ledger, 1, 0, model(ledger, 0), "0.1"), ledger.logKey);
        assertThat(ledger.state.releases()).hasSize(3);
        assertThat(ledger.state.releases().getFirst().index()).isEqualTo(first);
        assertRule(ledger, release(ledger, 1, 1, model(ledger, 1), "1.0"), ledger.logKey, Rule.RELEASE);
        assertRule(ledger, release(ledger, 1, 2, model(ledger, 2), "1.0"), ledger.logKey, Rule.RELEASE);
    }

    @Test
    void refusesWhatTheLedgerDoesNotBind() {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        assertRule(ledger, release(ledger, 1, 2, model(ledger, 1), "1.0"), ledger.logKey, Rule.RELEASE);
        assertRule(ledger, release(ledger, 1, 3, model(ledger, 2), "1.0"), ledger.logKey, Rule.RELEASE);
        assertRule(ledger, release(ledger, 2, 2, model(ledger, 2), "1.0"), ledger.logKey, Rule.RELEASE);
        assertRule(ledger, release(ledger, 1, 2, model(ledger, 2), "1.0"), LedgerBuilder.organizationKey("acme"), Rule.SIGNER);
    }
}
