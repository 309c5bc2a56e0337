package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.digest;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Access;
import consort.ledger.entry.AccessUsed;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.Subject;
import consort.ledger.entry.Withdrawal;
import org.junit.jupiter.api.Test;

class AccessRulesTest {

    private final LedgerBuilder ledger = started();

    private Access access(String name, String secret) {
        long seq = ledger.state.lastSeq(organizationKey("acme").verifierKey()) + 1;
        return new Access(ledger.nowMillis(), "acme", seq, name, Access.Role.AUDITOR, digest(secret),
                ledger.nowMillis() + LedgerBuilder.HOUR_MILLIS);
    }

    private AccessUsed used(String organization, String name, String secret) {
        return new AccessUsed(ledger.nowMillis(), organization, name, digest(secret));
    }

    @Test
    void anInvitedPersonHasACertificateOnceTheInviteIsUsed() {
        ledger.append(access("ann", "s"), organizationKey("acme"));
        assertThat(ledger.state.admits(digest("s"), ledger.nowMillis())).isPresent();
        assertThat(ledger.state.people()).isEmpty();
        assertRule(ledger, used("beta", "ann", "s"), ledger.logKey, Rule.INVITATION);
        assertRule(ledger, used("acme", "bob", "s"), ledger.logKey, Rule.INVITATION);
        assertRule(ledger, used("acme", "ann", "other"), ledger.logKey, Rule.INVITATION);
        long index = ledger.append(used("acme", "ann", "s"), ledger.logKey).index();
        assertThat(ledger.state.people()).containsEntry(Subject.ofPerson("acme", "ann"),
                new PersonView("acme", "ann", Access.Role.AUDITOR, index));
        assertRule(ledger, used("acme", "ann", "s"), ledger.logKey, Rule.INVITATION);
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    @Test
    void onlyTheOrganizationInvitesAndOnlyTheLogNotesTheUse() {
        assertRule(ledger, access("ann", "s"), organizationKey("beta"), Rule.SIGNER);
        assertRule(ledger, access("ann", "s"), ledger.logKey, Rule.SIGNER);
        ledger.append(access("ann", "s"), organizationKey("acme"));
        assertRule(ledger, used("acme", "ann", "s"), organizationKey("acme"), Rule.SIGNER);
    }

    @Test
    void anInviteCountsOnceAndInTimeAndANewOneReplacesIt() {
        ledger.append(access("ann", "lost"), organizationKey("acme"));
        assertRule(ledger, access("bob", "lost"), organizationKey("acme"), Rule.INVITATION);
        ledger.append(access("ann", "s"), organizationKey("acme"));
        assertRule(ledger, used("acme", "ann", "lost"), ledger.logKey, Rule.INVITATION);
        ledger.pass(LedgerBuilder.HOUR_MILLIS + 1);
        assertRule(ledger, used("acme", "ann", "s"), ledger.logKey, Rule.INVITATION);
    }

    @Test
    void aPersonIsInvitedAgainOnlyAfterItsPartEnded() {
        ledger.append(access("ann", "s"), organizationKey("acme"));
        ledger.append(used("acme", "ann", "s"), ledger.logKey);
        assertRule(ledger, access("ann", "again"), organizationKey("acme"), Rule.ACCESS);
        Subject ann = Subject.ofPerson("acme", "ann");
        ledger.append(new Withdrawal(ledger.nowMillis(), 4, ann, "left the company"), organizationKey("acme"));
        assertThat(ledger.state.people()).isEmpty();
        ledger.append(access("ann", "again"), organizationKey("acme"));
        ledger.append(used("acme", "ann", "again"), ledger.logKey);
        ledger.append(new Revocation(ledger.nowMillis(), Subject.ofOrganization("acme"), "unpaid"), ledger.logKey);
        assertThat(ledger.state.people()).isEmpty();
        assertRule(ledger, access("bob", "b"), organizationKey("acme"), Rule.SIGNER);
    }

    @Test
    void boundsPeopleAndOpenInvites() {
        for (int i = 1; i <= Limits.MAX_PEOPLE_PER_ORGANIZATION; i++) {
            if (i % Limits.MAX_OPEN_ACCESS_INVITES == 1 && i > 1) {
                assertRule(ledger, access("next", "next"), organizationKey("acme"), Rule.ACCESS);
                ledger.pass(LedgerBuilder.HOUR_MILLIS + 1);
                ledger.append(new CoordinatorStarted(ledger.nowMillis(), i, "x"), ledger.logKey);
            }
            ledger.append(access("p" + i, "p" + i), organizationKey("acme"));
        }
        ledger.pass(LedgerBuilder.HOUR_MILLIS + 1);
        ledger.append(new CoordinatorStarted(ledger.nowMillis(), 1000, "x"), ledger.logKey);
        assertRule(ledger, access("next", "next"), organizationKey("acme"), Rule.ACCESS);
        ledger.append(access("p1", "anew"), organizationKey("acme"));
    }
}
