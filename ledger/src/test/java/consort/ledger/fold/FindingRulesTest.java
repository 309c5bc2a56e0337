package consort.ledger.fold;

import static consort.ledger.fold.Claims.FINE;
import static consort.ledger.fold.Claims.withDevices;
import static consort.ledger.fold.LedgerBuilder.ALL;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.LedgerBuilder.workerKey;
import static consort.ledger.fold.Rulings.assertRule;

import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Finding;
import consort.ledger.entry.UsageClaim;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingRulesTest {

    @Test
    void aFindingMustProveItself() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(1000);
        UsageClaim first = ledger.claimOf("acme/w1", 1000);
        ledger.claim(first, FINE);
        long held = ledger.state.entryAt(workerKey("acme/w1").verifierKey(), 1).orElseThrow().entry().index();
        byte[] other = Entries.sign("example.org", withDevices(first, 2), workerKey("acme/w1"));
        byte[] forged = Entries.sign("example.org", withDevices(first, 2), workerKey("beta/w1"));
        byte[] same = Entries.sign("example.org", first, workerKey("acme/w1"));
        assertRule(ledger, finding(ledger, held, other), ledger.logKey, Rule.DOCUMENT);
        keep(ledger, other);
        keep(ledger, forged);
        keep(ledger, same);
        assertRule(ledger, finding(ledger, held, forged), ledger.logKey, Rule.FINDING);
        assertRule(ledger, finding(ledger, held, same), ledger.logKey, Rule.FINDING);
        assertRule(ledger, finding(ledger, held + 1, other), ledger.logKey, Rule.FINDING);
        ledger.append(finding(ledger, held, other), ledger.logKey);
    }

    private static Finding finding(LedgerBuilder ledger, long held, byte[] offered) {
        return new Finding(ledger.nowMillis(), Finding.Kind.CONFLICTING_SEQ, "acme", Optional.of("w1"), 1, held,
                Document.digest(offered));
    }

    private static void keep(LedgerBuilder ledger, byte[] document) {
        ledger.documents.put(Document.digest(document), document);
    }
}
