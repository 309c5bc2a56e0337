package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Body;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.note.SignerKey;
import java.util.Optional;

/** What the fold says to an entry that it must not take. */
final class Rulings {

    private Rulings() {
    }

    /** A signed entry at the end of the ledger breaks this rule. */
    static void assertRule(LedgerBuilder ledger, Body body, SignerKey key, Rule rule) {
        Entry entry = Entries.parse(ledger.state.size(), Entries.sign("example.org", body, key));
        assertRule(ledger.state.objection(entry, ledger.documents()), rule);
    }

    /** The objection names this rule. */
    static void assertRule(Optional<RuleViolation> objection, Rule rule) {
        assertThat(objection).hasValueSatisfying(violation ->
                assertThat(violation.rule()).as(violation.getMessage()).isEqualTo(rule));
    }
}
