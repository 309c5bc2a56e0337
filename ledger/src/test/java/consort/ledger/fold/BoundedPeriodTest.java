package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.HOUR_MILLIS;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.BillTerms;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Line;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.Subject;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Bills of charters with terms, through the fold. {@link LedgerBuilder#START_MILLIS} is at 8 o'clock in UTC. */
class BoundedPeriodTest {

    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;
    private static final OptionalLong NO_CAP = OptionalLong.empty();

    private static LedgerBuilder under(BillTerms terms) {
        return new LedgerBuilder(LedgerBuilder.charter().withTerms(terms));
    }

    private static void cost(LedgerBuilder ledger, String organization, long amountMinor) {
        ledger.append(new ExternalCost(ledger.nowMillis(), organization, amountMinor, "hosting"), ledger.logKey);
    }

    private static PeriodClose closed(LedgerBuilder ledger) {
        ledger.closePeriod();
        return ledger.state.periods().getLast().close();
    }

    @Test
    void whoJoinsLaterAndWhoLeavesEarlierBearsItsDays() {
        LedgerBuilder ledger = under(new BillTerms(true, NO_CAP, 0, 0));
        ledger.join("acme", 1, 1);
        ledger.join("beta", 1, 1);
        cost(ledger, "acme", 1800);
        ledger.pass(7 * DAY_MILLIS);
        ledger.join("carol", 1, 1);
        ledger.pass(DAY_MILLIS);
        ledger.append(new Revocation(ledger.nowMillis(), Subject.ofOrganization("beta"), "left"), ledger.logKey);
        ledger.pass(DAY_MILLIS);
        PeriodClose first = closed(ledger);
        assertThat(first.members()).extracting(Line::days).as("of ten, the first and last of which began").containsExactly(10L, 9L, 3L);
        assertThat(first.members()).extracting(Line::shareMinor).containsExactly(818L, 736L, 246L);
        cost(ledger, "acme", 100);
        PeriodClose second = closed(ledger);
        assertThat(second.members()).extracting(Line::organization).containsExactly("acme", "carol");
        assertThat(second.members()).extracting(Line::days).containsExactly(1L, 1L);
        assertThat(second.members()).extracting(Line::shareMinor).containsExactly(50L, 50L);
    }

    @Test
    void withoutTermsDaysDoNotCount() {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charter());
        ledger.join("acme", 1, 1);
        cost(ledger, "acme", 100);
        ledger.pass(9 * DAY_MILLIS);
        ledger.join("beta", 1, 1);
        PeriodClose close = closed(ledger);
        assertThat(close.members()).extracting(Line::days).containsExactly(0L, 0L);
        assertThat(close.members()).extracting(Line::shareMinor).containsExactly(50L, 50L);
    }

    @Test
    void noMemberBearsMoreThanTheCapAndTheDeficitIsInTheBill() {
        LedgerBuilder ledger = under(new BillTerms(false, OptionalLong.of(60), 0, 0));
        ledger.join("acme", 9, 9);
        ledger.join("beta", 1, 1);
        cost(ledger, "acme", 100);
        assertThat(closed(ledger).members()).extracting(Line::shareMinor).containsExactly(60L, 40L);
        cost(ledger, "acme", 150);
        PeriodClose close = closed(ledger);
        assertThat(close.deficitMinor()).isEqualTo(30);
        assertThat(close.members()).extracting(Line::cutMinor).containsExactly(30L, 0L);
        assertThat(close.members()).extracting(Line::netMinor).containsExactly(60L, -60L);
        assertThat(ledger.state.accounts().basis(2).orElseThrow().bill(ledger.state.charter()).deficitMinor()).isEqualTo(30);
    }

    @Test
    void whoKeepsNoPromiseBearsAtLeastWhatItLacks() {
        LedgerBuilder ledger = under(new BillTerms(true, NO_CAP, 10, HOUR_MILLIS));
        ledger.join("acme", 1, 1);
        ledger.join("beta", 0, 0);
        cost(ledger, "acme", 1000);
        assertThat(closed(ledger).members()).extracting(Line::shareMinor)
                .as("beta's weight gives 50; it promised an hour at 1.84, and bears 0.10 in any case").containsExactly(806L, 194L);
    }

    @Test
    void aPeriodLastsAsManyDaysAsTheCharterSays() {
        LedgerBuilder ledger = under(new BillTerms(true, NO_CAP, 0, HOUR_MILLIS, 10));
        ledger.join("acme", 1, 1);
        ledger.join("beta", 1, 1);
        ledger.pass(9 * DAY_MILLIS);
        assertRule(ledger, Billing.close(ledger.state, ledger.nowMillis()), ledger.logKey, Rule.BILL);
        ledger.pass(DAY_MILLIS);
        closed(ledger);
        ledger.pass(10 * DAY_MILLIS - 1);
        assertRule(ledger, Billing.close(ledger.state, ledger.nowMillis()), ledger.logKey, Rule.BILL);
        ledger.pass(1);
        closed(ledger);
    }

    @Test
    void aBillBeyondTheCapIsRefused() {
        LedgerBuilder ledger = under(new BillTerms(false, OptionalLong.of(60), 0, 0));
        ledger.join("acme", 9, 9);
        ledger.join("beta", 1, 1);
        cost(ledger, "acme", 150);
        PeriodClose honest = Billing.close(ledger.state, ledger.nowMillis());
        assertRule(ledger, new PeriodClose(honest.timeMillis(), 1, 0, "EUR", 184, 150, 0, honest.members(), honest.corrections(),
                honest.transfers()), ledger.logKey, Rule.BILL);
    }
}
