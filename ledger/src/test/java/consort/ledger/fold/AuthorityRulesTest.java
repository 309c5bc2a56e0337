package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.digest;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Authority;
import consort.ledger.entry.Authority.Action;
import consort.ledger.entry.Document;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorityRulesTest {

    private final LedgerBuilder ledger = started();

    private Authority action(String certificate, Action action) {
        return new Authority(ledger.nowMillis(), digest(certificate), action);
    }

    private Authority added(String certificate) {
        byte[] der = certificate.getBytes(StandardCharsets.UTF_8);
        ledger.documents.put(Document.digest(der), der);
        return action(certificate, Action.ADDED);
    }

    private List<String> standing() {
        return ledger.state.standingAuthorities().stream().map(AuthorityView::fingerprint).toList();
    }

    @Test
    void theNewestIssuesWhileBothCount() {
        assertThat(standing()).containsExactly(ledger.state.authority());
        ledger.append(added("second"), ledger.logKey);
        assertThat(standing()).containsExactly(ledger.state.authority(), digest("second"));
        ledger.append(action("authority", Action.RETIRED), ledger.logKey);
        assertThat(standing()).containsExactly(digest("second"));
        assertThat(ledger.state.authorities()).hasSize(2);
        assertThat(ledger.state.authority()).isEqualTo(digest("authority"));
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    @Test
    void invitesAreOutdatedOnceTheAuthorityThatTheyNameIsRetired() {
        invite("xenia");
        ledger.append(added("second"), ledger.logKey);
        invite("yara");
        ledger.append(added("third"), ledger.logKey);
        ledger.append(action("third", Action.RETIRED), ledger.logKey);
        assertThat(outdated()).as("they name the oldest").isEmpty();
        ledger.append(action("authority", Action.RETIRED), ledger.logKey);
        invite("zoe");
        assertThat(outdated()).containsExactly("organization xenia", "organization yara");
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    private void invite(String organization) {
        ledger.append(new Invitation(ledger.nowMillis(), organization, digest("invite of " + organization),
                ledger.nowMillis() + 1_000_000, 1, 1), ledger.logKey);
    }

    private List<String> outdated() {
        return ledger.state.invites().stream().filter(ledger.state::isOutdated).map(invite -> invite.subject().toString()).toList();
    }

    @Test
    void oneStandsAlwaysAndNoneComesBack() {
        assertRule(ledger, action("authority", Action.RETIRED), ledger.logKey, Rule.AUTHORITY);
        assertRule(ledger, action("second", Action.RETIRED), ledger.logKey, Rule.AUTHORITY);
        assertRule(ledger, action("second", Action.ADDED), ledger.logKey, Rule.DOCUMENT);
        ledger.append(added("second"), ledger.logKey);
        assertRule(ledger, added("second"), ledger.logKey, Rule.AUTHORITY);
        ledger.append(action("authority", Action.RETIRED), ledger.logKey);
        assertRule(ledger, added("authority"), ledger.logKey, Rule.AUTHORITY);
        assertRule(ledger, action("authority", Action.RETIRED), ledger.logKey, Rule.AUTHORITY);
    }

    @Test
    void onlyTheLogSaysSoAndOnlyFewStandAtATime() {
        assertRule(ledger, added("second"), organizationKey("acme"), Rule.SIGNER);
        for (int count = 1; count < Limits.MAX_AUTHORITIES; count++) {
            ledger.append(added("authority " + count), ledger.logKey);
        }
        assertRule(ledger, added("one more"), ledger.logKey, Rule.AUTHORITY);
    }
}
