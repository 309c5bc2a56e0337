package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import consort.ledger.entry.Body;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.note.SignerKey;

/** What the fold says to an entry that it must not take. */
final class Rulings {

    private Rulings() {
    }

    /** A signed entry at the end of the ledger breaks this rule. */
    static void assertRule(LedgerBuilder ledger, Body body, SignerKey key, Rule rule) {
        Entry entry = Entries.parse(ledger.state.size(), Entries.sign("example.org", body, key));
        assertRule(ledger.state, entry, ledger, rule);
    }

    /** What the fold says to a signed entry at the end of the ledger that it must not take. */
    static RuleViolation refusal(LedgerBuilder ledger, Body body, SignerKey key) {
        Entry entry = Entries.parse(ledger.state.size(), Entries.sign("example.org", body, key));
        return catchThrowableOfType(RuleViolation.class, () -> take(ledger.state, entry, ledger.documents()));
    }

    /** This entry, offered as the next one, breaks this rule. */
    static void assertRule(State state, Entry entry, LedgerBuilder ledger, Rule rule) {
        assertThatThrownBy(() -> take(state, entry, ledger.documents())).isInstanceOfSatisfying(RuleViolation.class,
                violation -> assertThat(violation.rule()).as(violation.getMessage()).isEqualTo(rule));
    }

    /** Takes an entry as coordinator and auditor do: the signature first, then the rules. */
    static void take(State state, Entry entry, Documents documents) throws RuleViolation {
        EntryVerifier.verify(state, entry);
        state.apply(entry, documents);
    }
}
