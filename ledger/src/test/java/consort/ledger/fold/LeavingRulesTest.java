package consort.ledger.fold;

import static consort.ledger.fold.Claims.FINE;
import static consort.ledger.fold.LedgerBuilder.ALL;
import static consort.ledger.fold.LedgerBuilder.ORIGIN;
import static consort.ledger.fold.LedgerBuilder.digest;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.LedgerBuilder.workerKey;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.Subject;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.SignerKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeavingRulesTest {

    private static final WorkerId ACME_W1 = WorkerId.parse("acme/w1");

    private final LedgerBuilder ledger = started();

    private Revocation revocation(Subject subject) {
        return new Revocation(ledger.nowMillis(), subject, "the key was copied");
    }

    private Withdrawal withdrawal(String organization, Subject subject) {
        long seq = ledger.state.lastSeq(organizationKey(organization).verifierKey()) + 1;
        return new Withdrawal(ledger.nowMillis(), organization, seq, subject.worker(), subject.person(), "sold");
    }

    private Departure departure(String worker) {
        WorkerId id = WorkerId.parse(worker);
        long seq = ledger.state.lastSeq(workerKey(worker).verifierKey()) + 1;
        return new Departure(ledger.nowMillis(), id.organization(), id.worker(), seq, "moving house");
    }

    private LeaseEnded ended(long lease, LeaseEnded.Reason reason) {
        return new LeaseEnded(ledger.nowMillis(), lease, reason);
    }

    @Test
    void theOperatorItsOrganizationAndTheWorkerItselfEndItsPart() {
        ledger.append(revocation(Subject.of(ACME_W1)), ledger.logKey);
        ledger.append(withdrawal("beta", Subject.of(WorkerId.parse("beta/w1"))), organizationKey("beta"));
        ledger.append(departure("carol/w1"), workerKey("carol/w1"));
        assertThat(ledger.state.workers()).isEmpty();
        assertThat(ledger.state.leavers()).extracting(LeaverView::describe).containsExactly(
                "worker acme/w1 was revoked: the key was copied", "worker beta/w1 was withdrawn: sold",
                "worker carol/w1 left: moving house");
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    @Test
    void onlyThoseCanWhoMay() {
        Subject worker = Subject.of(ACME_W1);
        assertRule(ledger, revocation(worker), organizationKey("acme"), Rule.SIGNER);
        assertRule(ledger, withdrawal("acme", worker), organizationKey("beta"), Rule.SIGNER);
        assertRule(ledger, withdrawal("acme", worker), ledger.logKey, Rule.SIGNER);
        assertRule(ledger, departure("acme/w1"), organizationKey("acme"), Rule.SIGNER);
        assertRule(ledger, departure("acme/w1"), workerKey("beta/w1"), Rule.SIGNER);
        Withdrawal next = withdrawal("acme", worker);
        assertRule(ledger, new Withdrawal(next.timeMillis(), next.seq() + 1, worker, "x"), organizationKey("acme"), Rule.SEQ);
    }

    @Test
    void nobodysPartEndsTwiceOrBeforeItBegan() {
        assertRule(ledger, revocation(Subject.of(WorkerId.parse("acme/w9"))), ledger.logKey, Rule.LEAVING);
        assertRule(ledger, revocation(Subject.ofPerson("acme", "ann")), ledger.logKey, Rule.LEAVING);
        assertRule(ledger, revocation(Subject.ofOrganization("dora")), ledger.logKey, Rule.LEAVING);
        assertRule(ledger, withdrawal("acme", Subject.of(WorkerId.parse("acme/w9"))), organizationKey("acme"), Rule.LEAVING);
        ledger.append(revocation(Subject.of(ACME_W1)), ledger.logKey);
        assertRule(ledger, revocation(Subject.of(ACME_W1)), ledger.logKey, Rule.LEAVING);
        ledger.append(revocation(Subject.ofOrganization("acme")), ledger.logKey);
        assertRule(ledger, revocation(Subject.ofOrganization("acme")), ledger.logKey, Rule.LEAVING);
    }

    @Test
    void anOpenLeaseEndsAtOnceAsRevokedAndTheRunGoesOn() {
        ledger.round(1, ALL);
        ledger.claimAll(List.of("beta/w1", "carol/w1"), 1000);
        assertRule(ledger, ended(1, LeaseEnded.Reason.REVOKED), ledger.logKey, Rule.LEAVING);
        ledger.append(revocation(Subject.of(ACME_W1)), ledger.logKey);
        assertThat(ledger.state.awaited()).contains("lease-ended of lease 1");
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
        assertRule(ledger, new CoordinatorStarted(ledger.nowMillis(), 2, "x"), ledger.logKey, Rule.ORDER);
        assertRule(ledger, ended(1, LeaseEnded.Reason.EXPIRED), ledger.logKey, Rule.LEAVING);
        ledger.append(ended(1, LeaseEnded.Reason.REVOKED), ledger.logKey);
        assertThat(ledger.state.awaited()).isEmpty();
        ledger.closeRound(1);
        assertRule(ledger, Rounds.open(ledger.state.runs().get(1L), ALL.stream().map(WorkerId::parse).toList(),
                ledger.nowMillis()), ledger.logKey, Rule.COHORT);
    }

    @Test
    void entriesOfARetiredKeyAreRefused() {
        ledger.round(1, ALL);
        ledger.pass(1000);
        UsageClaim claim = ledger.claimOf("acme/w1", 1000);
        ledger.append(revocation(Subject.of(ACME_W1)), ledger.logKey);
        ledger.append(ended(1, LeaseEnded.Reason.REVOKED), ledger.logKey);
        assertRule(ledger, claim, workerKey("acme/w1"), Rule.SIGNER);
        assertRule(ledger, departure("acme/w1"), workerKey("acme/w1"), Rule.SIGNER);
    }

    @Test
    void whatWasEarnedAndAcceptedStays() {
        ledger.round(1, ALL);
        ledger.claimAll(List.of("acme/w1", "beta/w1"), LedgerBuilder.HOUR_MILLIS);
        ledger.append(revocation(Subject.of(ACME_W1)), ledger.logKey);
        ledger.endLease("carol/w1", LeaseEnded.Reason.EXPIRED);
        ledger.closeRound(1);
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", LedgerBuilder.HOUR_MILLIS);
        assertThat(ledger.state.runs().get(1L).roundsClosed()).isEqualTo(1);
    }

    @Test
    void aNameThatIsInvitedAgainComesBackWithAnotherKeyAndNoneOfTheOldLeases() {
        ledger.round(1, ALL);
        ledger.claimAll(List.of("beta/w1", "carol/w1"), 1000);
        ledger.append(withdrawal("acme", Subject.of(ACME_W1)), organizationKey("acme"));
        ledger.append(ended(1, LeaseEnded.Reason.REVOKED), ledger.logKey);
        SignerKey invite = SignerKey.fromSeed(KeyNames.invite(ORIGIN, ACME_W1), new byte[32]);
        SignerKey own = SignerKey.fromSeed(KeyNames.worker(ORIGIN, ACME_W1), new byte[32]);
        ledger.append(Key.workerInvite(ledger.nowMillis(), ACME_W1, 4, invite.verifierKey().toString(), digest("again"),
                ledger.nowMillis() + 1), organizationKey("acme"));
        assertRule(ledger, Key.worker(ledger.nowMillis(), ACME_W1, workerKey("acme/w1").verifierKey().toString()), invite,
                Rule.KEY);
        ledger.append(Key.worker(ledger.nowMillis(), ACME_W1, own.verifierKey().toString()), invite);
        assertThat(ledger.state.workers().get(ACME_W1).key()).isEqualTo(own.verifierKey());
        assertThat(ledger.state.keysByName().get(KeyNames.worker(ORIGIN, ACME_W1)))
                .containsExactly(workerKey("acme/w1").verifierKey(), own.verifierKey());
        UsageClaim old = ledger.claimOf("acme/w1", 1, 1000);
        UsageClaim first = new UsageClaim(old.timeMillis(), "acme", "w1", 1, 1, old.model(), old.outcome(), old.reason(),
                old.detail(), old.busyMillis(), old.devices(), old.steps(), old.update(), old.lossMillionths(),
                old.accuracyMillionths());
        assertRule(ledger, first, own, Rule.CLAIM);
        ledger.closeRound(1);
        ledger.round(1, ALL);
        assertThat(ledger.state.openLeaseOf(ACME_W1)).isPresent();
    }

    @Test
    void anUnusedInviteIsVoid() {
        WorkerId second = WorkerId.parse("acme/w2");
        ledger.append(ledger.workerInvite(second), organizationKey("acme"));
        ledger.append(withdrawal("acme", Subject.of(second)), organizationKey("acme"));
        assertThat(ledger.state.admits(digest("acme/w2"), ledger.nowMillis())).isEmpty();
        assertRule(ledger, ledger.workerKeyEntry(second), LedgerBuilder.inviteKey("acme/w2"), Rule.SIGNER);
        ledger.invite("dora", 1, 1);
        ledger.append(revocation(Subject.ofOrganization("dora")), ledger.logKey);
        assertThat(ledger.state.admits(digest("dora"), ledger.nowMillis())).isEmpty();
    }

    @Test
    void aRevokedOrganizationTakesAllItsOwnAlongAndSpeaksNoMore() {
        ledger.round(1, ALL);
        WorkerId second = WorkerId.parse("acme/w2");
        ledger.append(ledger.workerInvite(second), organizationKey("acme"));
        ledger.append(revocation(Subject.ofOrganization("acme")), ledger.logKey);
        ledger.append(ended(1, LeaseEnded.Reason.REVOKED), ledger.logKey);
        assertThat(ledger.state.workers()).containsOnlyKeys(WorkerId.parse("beta/w1"), WorkerId.parse("carol/w1"));
        assertThat(ledger.state.invites()).isEmpty();
        assertRule(ledger, ledger.workerInvite(WorkerId.parse("acme/w3")), organizationKey("acme"), Rule.SIGNER);
        assertRule(ledger, ledger.workerKeyEntry(second), LedgerBuilder.inviteKey("acme/w2"), Rule.SIGNER);
        assertRule(ledger, new Invitation(ledger.nowMillis(), "acme", digest("again"), ledger.nowMillis() + 1, 1, 1),
                ledger.logKey, Rule.INVITATION);
    }

    @Test
    void aRevokedOrganizationIsInTheBillOfThePeriodAndInNoneAfter() {
        PeriodClose before = consortiumsNextBill(ledger);
        ledger.append(revocation(Subject.ofOrganization("acme")), ledger.logKey);
        assertThat(consortiumsNextBill(ledger)).isEqualTo(before);
        ledger.closePeriod();
        assertThat(consortiumsNextBill(ledger).members()).extracting(PeriodClose.Line::organization)
                .containsExactly("beta", "carol");
        ledger.closePeriod();
    }

    private static PeriodClose consortiumsNextBill(LedgerBuilder ledger) {
        return Billing.close(ledger.state, ledger.nowMillis());
    }

    @Test
    void aLateClaimOfOneWhoStayedIsStillTaken() {
        ledger.round(1, ALL);
        ledger.append(revocation(Subject.of(ACME_W1)), ledger.logKey);
        ledger.append(ended(1, LeaseEnded.Reason.REVOKED), ledger.logKey);
        ledger.pass(1000);
        ledger.claim(ledger.claimOf("beta/w1", 1000), FINE);
        assertThat(ledger.state.leavers().getFirst().subject().workerId()).isEqualTo(Optional.of(ACME_W1));
    }
}
