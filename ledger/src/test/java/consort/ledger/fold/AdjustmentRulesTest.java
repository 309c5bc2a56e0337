package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.HOUR_MILLIS;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Dispute;
import consort.ledger.entry.Journal;
import consort.ledger.entry.Journal.Posting;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Correction;
import consort.ledger.entry.PeriodClose.Line;
import consort.ledger.entry.Reversal;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.Subject;
import consort.ledger.fold.Observations.Findings;
import consort.ledger.money.Bill;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AdjustmentRulesTest {

    private final LedgerBuilder ledger = LedgerBuilder.started();

    /** One round, in which all trained for two hours. */
    private void work() {
        ledger.round(1, LedgerBuilder.ALL);
        ledger.claimAll(LedgerBuilder.ALL, 2 * HOUR_MILLIS);
        ledger.closeRound(1);
    }

    private Reversal reversal(long lease, long beforeMillis, long acceptedMillis) {
        return new Reversal(ledger.nowMillis(), ledger.state.lease(lease).orElseThrow().claim().orElse(0L), lease, beforeMillis,
                acceptedMillis, "not done", OptionalLong.empty());
    }

    private void reverse(long lease, long acceptedMillis) {
        ledger.append(reversal(lease, ledger.state.lease(lease).orElseThrow().countedMillis(), acceptedMillis), ledger.logKey);
    }

    private Journal journal(String from, String to, long amountMinor) {
        return new Journal(ledger.nowMillis(), List.of(new Posting(from, -amountMinor), new Posting(to, amountMinor)), "agreed",
                OptionalLong.empty());
    }

    private PeriodClose closed() {
        ledger.closePeriod();
        return ledger.state.periods().getLast().close();
    }

    @Test
    void aReversalInTheOpenPeriodChangesItsSums() {
        work();
        reverse(1, HOUR_MILLIS);
        assertThat(ledger.state.acceptedMillis().get("acme")).isEqualTo(HOUR_MILLIS);
        assertThat(ledger.state.normalizedMillis("acme")).isEqualTo(HOUR_MILLIS);
        assertThat(ledger.state.uses(1).get("acme").acceptedMillis()).isEqualTo(HOUR_MILLIS);
        PeriodClose close = closed();
        assertThat(close.line("acme").orElseThrow().ngpuMillis()).isEqualTo(HOUR_MILLIS);
        assertThat(close.corrections()).isEmpty();
        assertThat(closed().corrections()).isEmpty();
    }

    @Test
    void ofAClosedPeriodTheNextCloseSaysWhatItsBillWouldHaveBeen() {
        work();
        PeriodClose first = closed();
        reverse(1, 0);
        assertThat(ledger.state.periods().getFirst().close()).isEqualTo(first);
        assertThat(ledger.state.acceptedMillis()).as("nothing of the open period").isEmpty();
        PeriodClose second = closed();
        assertThat(second.poolMinor()).isZero();
        assertThat(second.corrections()).extracting(Correction::period).containsOnly(1L);
        assertThat(second.corrections()).extracting(Correction::organization).containsExactly("acme", "beta", "carol");
        assertThat(second.corrections()).extracting(Correction::creditMinor).containsExactly(-368L, 0L, 0L);
        Bill now = ledger.state.accounts().correctedBasis(1).orElseThrow().bill(ledger.state.charter());
        for (Line line : first.members()) {
            Line paid = second.line(line.organization()).orElseThrow();
            assertThat(line.netMinor() + paid.correctionMinor())
                    .isEqualTo(now.line(line.organization()).orElseThrow().netMinor());
            assertThat(paid.payableMinor()).isEqualTo(paid.correctionMinor());
        }
        assertThat(second.transfers()).isNotEmpty();
        assertThat(closed().corrections()).as("posted once").isEmpty();
    }

    @Test
    void aSecondReversalPostsOnlyWhatWasNotPostedYet() {
        work();
        PeriodClose first = closed();
        reverse(1, HOUR_MILLIS);
        PeriodClose second = closed();
        reverse(1, 0);
        reverse(2, HOUR_MILLIS);
        PeriodClose third = closed();
        Bill now = ledger.state.accounts().correctedBasis(1).orElseThrow().bill(ledger.state.charter());
        for (Line line : first.members()) {
            String name = line.organization();
            assertThat(line.netMinor() + second.line(name).orElseThrow().correctionMinor() + third.line(name).orElseThrow().correctionMinor())
                    .isEqualTo(now.line(name).orElseThrow().netMinor());
        }
        reverse(1, 2 * HOUR_MILLIS);
        reverse(2, 2 * HOUR_MILLIS);
        closed();
        for (Line line : first.members()) {
            assertThat(ledger.state.accounts().posted(1, line.organization()))
                    .as("all is as it was").isEqualTo(new Correction(1, line.organization(), 0, 0, 0));
        }
    }

    @Test
    void whoLeftIsCorrectedAndOtherwiseBilledNoMore() {
        work();
        ledger.append(new Revocation(ledger.nowMillis(), Subject.ofOrganization("carol"), "left"), ledger.logKey);
        closed();
        assertThat(closed().line("carol")).isEmpty();
        reverse(1, HOUR_MILLIS);
        Line carol = closed().line("carol").orElseThrow();
        assertThat(carol.netMinor()).isZero();
        assertThat(carol.correctionMinor()).as("it bears less of what was counted too much").isPositive();
        assertThat(ledger.state.accounts().basis(3).orElseThrow().bill(ledger.state.charter()).line("carol")).isEmpty();
        assertThat(closed().line("carol")).isEmpty();
    }

    @Test
    void aJournalIsPaidWithTheNextBill() {
        work();
        ledger.append(journal("acme", "beta", 70), ledger.logKey);
        ledger.append(journal("beta", "carol", 20), ledger.logKey);
        PeriodClose close = closed();
        assertThat(close.members()).extracting(Line::journalMinor).containsExactly(-70L, 50L, 20L);
        assertThat(close.members()).allMatch(line -> line.payableMinor() == line.netMinor() + line.journalMinor());
        assertThat(ledger.state.accounts().journals(1)).hasSize(2);
        assertThat(closed().members()).as("once").allMatch(line -> line.journalMinor() == 0);
    }

    @Test
    void aReversalSaysWhatCountedAndGivesNoMoreThanWasClaimed() {
        work();
        ledger.round(1, LedgerBuilder.ALL);
        assertRule(ledger, new Reversal(ledger.nowMillis(), 1, 99, 0, 1, "no such lease", OptionalLong.empty()), ledger.logKey,
                Rule.REVERSAL);
        assertRule(ledger, reversal(1, HOUR_MILLIS, 0), ledger.logKey, Rule.REVERSAL);
        assertRule(ledger, reversal(1, 2 * HOUR_MILLIS, 2 * HOUR_MILLIS), ledger.logKey, Rule.REVERSAL);
        assertRule(ledger, reversal(1, 2 * HOUR_MILLIS, 2 * HOUR_MILLIS + 1), ledger.logKey, Rule.REVERSAL);
        assertRule(ledger, reversal(4, 0, 1), ledger.logKey, Rule.REVERSAL);
        assertRule(ledger, new Reversal(ledger.nowMillis(), ledger.state.lease(1).orElseThrow().claim().orElseThrow(), 1,
                2 * HOUR_MILLIS, 0, "why", OptionalLong.of(3)), ledger.logKey, Rule.REVERSAL);
    }

    @Test
    void aReversalGivesNoMoreThanPassedUntilTheClaimWasObserved() {
        ledger.round(1, LedgerBuilder.ALL);
        ledger.pass(HOUR_MILLIS);
        LedgerBuilder.ALL.forEach(worker -> ledger.claim(ledger.claimOf(worker, 5 * HOUR_MILLIS),
                new Findings(Optional.empty(), Optional.empty(), OptionalLong.of(1_000_000))));
        assertThat(ledger.state.lease(1).orElseThrow().countedMillis()).isEqualTo(HOUR_MILLIS);
        assertRule(ledger, reversal(1, HOUR_MILLIS, HOUR_MILLIS + 1), ledger.logKey, Rule.REVERSAL);
        reverse(1, 0);
        reverse(1, HOUR_MILLIS);
    }

    @Test
    void aReversalNamesADisputeThatItCanFollowFrom() {
        work();
        closed();
        long other = dispute(OptionalLong.of(ledger.state.lease(2).orElseThrow().claim().orElseThrow()));
        long bill = dispute(OptionalLong.empty());
        work();
        Reversal first = reversal(1, 2 * HOUR_MILLIS, 0);
        Reversal later = reversal(4, 2 * HOUR_MILLIS, 0);
        assertRule(ledger, following(first, other), ledger.logKey, Rule.REVERSAL);
        assertRule(ledger, following(later, bill), ledger.logKey, Rule.REVERSAL);
        ledger.append(following(first, bill), ledger.logKey);
        ledger.append(following(reversal(2, 2 * HOUR_MILLIS, 0), other), ledger.logKey);
    }

    /** @return the index of carol's dispute of the first bill */
    private long dispute(OptionalLong claim) {
        return ledger.append(new Dispute(ledger.nowMillis(), "carol", ledger.state.lastSeq(LedgerBuilder.organizationKey("carol").verifierKey()) + 1,
                1, claim, Optional.empty(), "it was away"), LedgerBuilder.organizationKey("carol")).index();
    }

    private static Reversal following(Reversal from, long dispute) {
        return new Reversal(from.timeMillis(), from.claim(), from.lease(), from.beforeMillis(), from.acceptedMillis(), from.reason(),
                OptionalLong.of(dispute));
    }

    @Test
    void aJournalIsOfMembersWhereBillsAreSettled() {
        assertRule(ledger, journal("acme", "dora", 70), ledger.logKey, Rule.MEMBERSHIP);
        assertRule(ledger, journal("acme", "beta", (1L << 52) + 1), ledger.logKey, Rule.JOURNAL);
        LedgerBuilder unsettled = new LedgerBuilder(LedgerBuilder.charterWithoutSettlement());
        unsettled.join("acme", 1, 1);
        unsettled.join("beta", 1, 1);
        assertRule(unsettled, journal("acme", "beta", 70), unsettled.logKey, Rule.JOURNAL);
    }

    @Test
    void theStateIsCopiedAndDescribedWithItsAccounts() {
        work();
        closed();
        reverse(1, 0);
        ledger.append(journal("acme", "beta", 70), ledger.logKey);
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
        String before = ledger.state.stateDigest();
        closed();
        assertThat(ledger.state.stateDigest()).isNotEqualTo(before);
    }
}
