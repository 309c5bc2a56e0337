package consort.ledger.fold;

import static consort.ledger.fold.Claims.FINE;
import static consort.ledger.fold.Claims.failed;
import static consort.ledger.fold.Claims.withDevices;
import static consort.ledger.fold.Claims.withoutUpdate;
import static consort.ledger.fold.LedgerBuilder.ALL;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.LedgerBuilder.workerKey;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Document;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageRulesTest {

    @Test
    void paysByTheOutcomeTable() {
        PeriodView period = LedgerBuilder.consortium().state.periods().getFirst();
        long hour = LedgerBuilder.HOUR_MILLIS;
        assertThat(period.close().members()).extracting(line -> line.ngpuMillis()).containsExactly(
                3 * hour + 2 * 60_000 * 800 / 1000, 2 * hour + hour / 2 * 250 / 1000, hour / 2 + hour);
    }

    @Test
    void onlyATaskHandedBackComesWithAWord() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        assertRule(ledger, new LeaseEnded(ledger.nowMillis(), 1, LeaseEnded.Reason.EXPIRED, Optional.of("x")), ledger.logKey,
                Rule.LEASE);
        ledger.append(new LeaseEnded(ledger.nowMillis(), 1, LeaseEnded.Reason.HANDED_BACK, Optional.of("x")), ledger.logKey);
        assertThat(ledger.state.lease(1).orElseThrow().endedDetail()).contains("x");
    }

    @Test
    void aClaimAnswersALeaseOfItsWorkerInSequence() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(1000);
        UsageClaim own = ledger.claimOf("acme/w1", 1000);
        assertRule(ledger, ledger.claimOf("acme/w1", 2, 1000), workerKey("acme/w1"), Rule.CLAIM);
        assertRule(ledger, ledger.claimOf("acme/w1", 99, 1000), workerKey("acme/w1"), Rule.CLAIM);
        assertRule(ledger, own, workerKey("beta/w1"), Rule.SIGNER);
        ledger.append(own, workerKey("acme/w1"));
        assertRule(ledger, new CoordinatorStarted(ledger.nowMillis(), 2, "x"), ledger.logKey, Rule.ORDER);
    }

    @Test
    void aDuplicateClaimIsEnteredAndEarnsNothing() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(10_000);
        long lease = ledger.state.openLeaseOf(WorkerId.parse("acme/w1")).orElseThrow().lease().lease();
        ledger.claim(ledger.claimOf("acme/w1", lease, 10_000), FINE);
        ledger.claim(ledger.claimOf("acme/w1", lease, 10_000), FINE);
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 10_000L);
        assertThat(ledger.state.runs().get(1L).round().orElseThrow().accepted()).hasSize(1);
    }

    @Test
    void aClaimIsBoundedByClockLeaseAndDevices() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(5_000);
        UsageClaim greedy = ledger.claimOf("acme/w1", 60_000);
        ledger.claim(withDevices(greedy, 8), FINE);
        assertThat(ledger.state.acceptedMillis()).as("from lease to arrival, one device").containsEntry("acme", 5_000L);
        ledger.pass(100 * LedgerBuilder.HOUR_MILLIS);
        ledger.claim(ledger.claimOf("beta/w1", 90 * LedgerBuilder.HOUR_MILLIS), FINE);
        assertThat(ledger.state.acceptedMillis()).as("the lease's length").containsEntry("beta", 7_200_000L);
    }

    @Test
    void aFailedTaskCountsByItsOwnLine() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(10_000);
        ledger.claim(failed(ledger.claimOf("acme/w1", 10_000), "crashed"), FINE);
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 1_000L);
    }

    @Test
    void aClaimAboutAnotherModelIsRefused() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(10_000);
        UsageClaim done = ledger.claimOf("acme/w1", 10_000);
        UsageClaim stale = new UsageClaim(done.timeMillis(), "acme", "w1", done.seq(), done.lease(), Document.digest(new byte[0]),
                done.outcome(), done.reason(), done.detail(), done.busyMillis(), 1, done.steps(), done.update(),
                done.lossMillionths(), done.accuracyMillionths());
        assertThat(Observations.refusal(ledger.state.lease(done.lease()).orElseThrow(), stale)).contains("wrong-model");
        ledger.claim(stale, FINE);
        assertThat(ledger.state.runs().get(1L).round().orElseThrow().accepted()).isEmpty();
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 2_500L);
    }

    @Test
    void aFailedTaskEarnsNoMoreForBeingOrCallingItselfLate() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(10_000);
        UsageClaim afterTheEnd = ledger.claimOf("beta/w1", 10_000);
        ledger.endLease("beta/w1", LeaseEnded.Reason.EXPIRED);
        ledger.claim(failed(ledger.claimOf("acme/w1", 10_000), "late"), FINE);
        ledger.claim(failed(afterTheEnd, "crashed"), FINE);
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 1_000L).containsEntry("beta", 1_000L);
    }

    @Test
    void aLateClaimEarnsNothingAfterAHandBackOrWithoutAnUpdate() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(10_000);
        List<UsageClaim> claims = ALL.stream().map(worker -> ledger.claimOf(worker, 10_000)).toList();
        ledger.endLease("acme/w1", LeaseEnded.Reason.HANDED_BACK);
        ledger.endLease("beta/w1", LeaseEnded.Reason.EXPIRED);
        ledger.endLease("carol/w1", LeaseEnded.Reason.EXPIRED);
        ledger.claim(claims.get(0), FINE);
        ledger.claim(withoutUpdate(claims.get(1)), FINE);
        ledger.claim(claims.get(2), FINE);
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 0L).containsEntry("beta", 0L)
                .containsEntry("carol", 5_000L);
    }

    @Test
    void theSameClaimHasTheSameReceipt() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.claimAll(List.of("acme/w1"), 1000);
        PartyEntryView claim = ledger.state.entryAt(workerKey("acme/w1").verifierKey(), 1).orElseThrow();
        assertThat(claim.receipted()).hasSize(2);
        assertThat(claim.receipted().get(1).index()).isEqualTo(claim.entry().index() + 1);
        assertThat(ledger.state.entryAt(workerKey("acme/w1").verifierKey(), 2)).isEmpty();
        assertThat(ledger.state.entryAt(workerKey("acme/w1").verifierKey(), 0)).isEmpty();
    }
}
