package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.digest;
import static consort.ledger.fold.LedgerBuilder.inviteKey;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Acceptance;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Member;
import consort.ledger.entry.WorkerId;
import org.junit.jupiter.api.Test;

class MembershipRulesTest {

    @Test
    void anAcceptanceFollowsItsMemberAtOnceAndRepeatsItsInvitation() {
        LedgerBuilder ledger = started();
        ledger.invite("dora", 300, 4);
        ledger.append(new Member(ledger.nowMillis(), "dora", organizationKey("dora").verifierKey().toString(),
                digest("dora")), ledger.logKey);
        assertThat(ledger.state.members().get("dora").active()).isFalse();
        assertRule(ledger, new CoordinatorStarted(ledger.nowMillis(), 2, "x"), ledger.logKey, Rule.ORDER);
        assertRule(ledger, new Acceptance(0, "dora", 1, digest("other charter"), 300, 4), organizationKey("dora"), Rule.CHARTER);
        assertRule(ledger, new Acceptance(0, "dora", 2, ledger.state.charterDigest(), 300, 4), organizationKey("dora"), Rule.SEQ);
        assertRule(ledger, new Acceptance(0, "dora", 1, ledger.state.charterDigest(), 299, 4), organizationKey("dora"),
                Rule.INVITATION);
        assertRule(ledger, new Acceptance(0, "dora", 1, ledger.state.charterDigest(), 300, 3), organizationKey("dora"),
                Rule.INVITATION);
        ledger.append(new Acceptance(0, "dora", 1, ledger.state.charterDigest(), 300, 4), organizationKey("dora"));
        assertThat(ledger.state.members().get("dora").active()).isTrue();
        assertRule(ledger, new Acceptance(0, "dora", 2, ledger.state.charterDigest(), 300, 4), organizationKey("dora"), Rule.ORDER);
    }

    @Test
    void invitesAdmitOnceAndInTime() {
        LedgerBuilder ledger = started();
        ledger.invite("dora", 1, 1);
        long expires = ledger.nowMillis() + LedgerBuilder.HOUR_MILLIS;
        assertThat(ledger.state.admits(digest("dora"), expires)).isPresent();
        assertThat(ledger.state.admits(digest("dora"), expires + 1)).isEmpty();
        assertThat(ledger.state.admits(digest("acme"), 0)).as("used").isEmpty();
        assertThat(ledger.state.admits(digest("acme/w1"), 0)).as("used").isEmpty();
        assertThat(ledger.state.knowsInvite(digest("acme"))).isTrue();
    }

    @Test
    void aNewInviteReplacesALostOne() {
        LedgerBuilder ledger = started();
        ledger.invite("dora", 1, 1);
        ledger.append(new Invitation(ledger.nowMillis(), "dora", digest("again"),
                ledger.nowMillis() + 1, 5, 5), ledger.logKey);
        ledger.append(new Member(ledger.nowMillis(), "dora", organizationKey("dora").verifierKey().toString(),
                digest("again")), ledger.logKey);
        assertThat(ledger.state.members().get("dora").benefit()).isEqualTo(5);
        assertThat(ledger.state.admits(digest("dora"), 0)).as("the other one is void").isEmpty();
    }

    @Test
    void noOrganizationBearsTheNameOfTheLogsKey() {
        LedgerBuilder ledger = started();
        assertRule(ledger, new Invitation(ledger.nowMillis(), "log", digest("log"), ledger.nowMillis() + 1, 1, 1),
                ledger.logKey, Rule.INVITATION);
    }

    @Test
    void aWorkersKeyNeedsItsInvite() {
        LedgerBuilder ledger = started();
        WorkerId worker = WorkerId.parse("acme/w2");
        assertRule(ledger, ledger.workerKeyEntry(worker), inviteKey("acme/w2"), Rule.SIGNER);
        assertRule(ledger, ledger.workerInvite(worker), organizationKey("beta"), Rule.SIGNER);
        ledger.append(ledger.workerInvite(worker), organizationKey("acme"));
        assertThat(ledger.state.admits(digest("acme/w2"), ledger.nowMillis())).isPresent();
        assertRule(ledger, ledger.workerKeyEntry(worker), organizationKey("acme"), Rule.SIGNER);
        LedgerBuilder late = started();
        late.append(late.workerInvite(worker), organizationKey("acme"));
        late.pass(LedgerBuilder.HOUR_MILLIS + 1);
        late.append(new CoordinatorStarted(late.nowMillis(), 2, "x"), late.logKey);
        assertRule(late, late.workerKeyEntry(worker), inviteKey("acme/w2"), Rule.INVITATION);
        ledger.append(ledger.workerKeyEntry(worker), inviteKey("acme/w2"));
        assertThat(ledger.state.workers()).containsKey(worker);
        assertRule(ledger, ledger.workerKeyEntry(worker), inviteKey("acme/w2"), Rule.SIGNER);
        assertRule(ledger, ledger.workerInvite(worker), organizationKey("acme"), Rule.KEY);
    }

    @Test
    void boundsWorkersAndOpenInvitesOfAnOrganization() {
        LedgerBuilder ledger = started();
        for (int i = 2; i <= Limits.MAX_WORKERS_PER_ORGANIZATION; i++) {
            WorkerId worker = WorkerId.parse("acme/w" + i);
            ledger.append(ledger.workerInvite(worker), organizationKey("acme"));
            if (i % 2 == 0) {
                ledger.append(ledger.workerKeyEntry(worker), inviteKey("acme/w" + i));
            }
            if (i == 2 * Limits.MAX_OPEN_WORKER_INVITES + 1) {
                assertRule(ledger, ledger.workerInvite(WorkerId.parse("acme/next")), organizationKey("acme"), Rule.KEY);
            }
            if (i % (2 * Limits.MAX_OPEN_WORKER_INVITES) == 1) {
                ledger.pass(LedgerBuilder.HOUR_MILLIS + 1);
                ledger.append(new CoordinatorStarted(ledger.nowMillis(), i, "x"), ledger.logKey);
            }
        }
        ledger.pass(LedgerBuilder.HOUR_MILLIS + 1);
        ledger.append(new CoordinatorStarted(ledger.nowMillis(), 1000, "x"), ledger.logKey);
        assertRule(ledger, ledger.workerInvite(WorkerId.parse("acme/next")), organizationKey("acme"), Rule.KEY);
        ledger.append(ledger.workerInvite(WorkerId.parse("beta/next")), organizationKey("beta"));
    }
}
