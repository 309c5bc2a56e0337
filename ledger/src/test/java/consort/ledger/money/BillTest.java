package consort.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.money.Transfers.Transfer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BillTest {

    private static final long HOUR = 3_600_000;
    private static final Weighting MIXED = new Weighting(70, 20, 10);

    /** The example of the ledger's specification: 184 c an hour, acme paid 50.00 for hosting. */
    private static Bill example() {
        return Bill.of(List.of(
                new Party("acme", NormalizedTime.NONE.plus(412 * HOUR + HOUR / 2, 1000).millis(), 5000, 300_000, 4),
                new Party("beta", NormalizedTime.NONE.plus(155 * HOUR, 620).millis(), 0, 300_000, 3),
                new Party("carol", NormalizedTime.NONE.plus(60 * HOUR + 777_000, 250).millis(), 0, 100_000, 1),
                new Party("dora", 0, 0, 200_000, 2)), 184, MIXED);
    }

    @Test
    void givesTheWorkedExampleToTheCent() {
        Bill bill = example();
        assertThat(bill.poolMinor()).isEqualTo(101_352);
        assertThat(bill.lines()).extracting(line -> line.party().name()).containsExactly("acme", "beta", "carol", "dora");
        assertThat(bill.lines()).extracting(Bill.Line::creditMinor).containsExactly(80_900L, 17_682L, 2_770L, 0L);
        assertThat(bill.lines()).extracting(line -> line.weight().total().toPercent())
                .containsExactly("33.8333", "31.8333", "12.2778", "22.0556");
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(34_291L, 32_263L, 12_444L, 22_354L);
        assertThat(bill.lines()).extracting(Bill.Line::netMinor).containsExactly(46_609L, -14_581L, -9_674L, -22_354L);
    }

    @Test
    void settlesTheWorkedExampleWithThreePayments() {
        assertThat(Transfers.settling(example().nets())).containsExactly(
                new Transfer("beta", "acme", 14_581), new Transfer("carol", "acme", 9_674), new Transfer("dora", "acme", 22_354));
    }

    @Test
    void showsTheWeightInItsParts() {
        Weighting.Weight acme = example().lines().getFirst().weight();
        assertThat(acme.byBenefit().toPercent()).isEqualTo("23.3333");
        assertThat(acme.tiered().toPercent()).isEqualTo("8.0000");
        assertThat(acme.equal().toPercent()).isEqualTo("2.5000");
    }

    @Test
    void anEmptyConsortiumHasAnEmptyBill() {
        Bill bill = Bill.of(List.of(), 184, MIXED);
        assertThat(bill.poolMinor()).isZero();
        assertThat(bill.lines()).isEmpty();
        assertThat(Transfers.settling(bill.nets())).isEmpty();
    }

    @Test
    void oneMemberOwesItselfNothing() {
        Bill bill = Bill.of(List.of(new Party("acme", 3 * HOUR, 7, 0, 0)), 184, MIXED);
        assertThat(bill.poolMinor()).isEqualTo(559);
        assertThat(bill.lines().getFirst().shareMinor()).isEqualTo(559);
        assertThat(bill.lines().getFirst().netMinor()).isZero();
    }

    @Test
    void spreadsAComponentWhoseSumIsZeroEqually() {
        Bill bill = Bill.of(List.of(new Party("a", HOUR, 0, 0, 0), new Party("b", HOUR, 0, 0, 0)), 100, MIXED);
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(100L, 100L);
    }

    @Test
    void givesTheOddCentToTheLargestRemainderAndThenByName() {
        Weighting equal = new Weighting(0, 0, 100);
        Bill bill = Bill.of(List.of(new Party("c", HOUR, 0, 0, 0), new Party("a", 0, 0, 0, 0), new Party("b", 0, 0, 0, 0)),
                101, equal);
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(34L, 34L, 33L);
    }

    @Test
    void roundsHalfACentUpOncePerParty() {
        Weighting equal = new Weighting(0, 0, 100);
        assertThat(Bill.of(List.of(new Party("a", HOUR / 2, 0, 0, 0)), 1, equal).poolMinor()).isEqualTo(1);
        assertThat(Bill.of(List.of(new Party("a", HOUR / 2 - 1, 0, 0, 0)), 1, equal).poolMinor()).isZero();
    }

    @Test
    void refusesAmountsThatDoNotFit() {
        Party rich = new Party("a", Long.MAX_VALUE, 0, 1, 1);
        assertThatThrownBy(() -> Bill.of(List.of(rich), Long.MAX_VALUE, MIXED))
                .isInstanceOf(AmountOverflowException.class).hasMessageContaining("the credit of a");
        Party half = new Party("a", 0, Amounts.MAX_MINOR, 1, 1);
        Party other = new Party("b", 0, Amounts.MAX_MINOR, 1, 1);
        assertThatThrownBy(() -> Bill.of(List.of(half, other), 0, MIXED))
                .isInstanceOf(AmountOverflowException.class).hasMessageContaining("the pool");
        assertThat(Bill.of(List.of(half), 0, MIXED).poolMinor()).isEqualTo(Amounts.MAX_MINOR);
        assertThatThrownBy(() -> NormalizedTime.NONE.plus(Long.MAX_VALUE, 1000).millis())
                .isInstanceOf(AmountOverflowException.class);
    }

    @Test
    void refusesTwoPartiesOfOneNameAndNegativeTime() {
        Party acme = new Party("acme", 0, 0, 0, 0);
        assertThatThrownBy(() -> Bill.of(List.of(acme, acme), 1, MIXED)).hasMessageContaining("two parties named acme");
        assertThatThrownBy(() -> new Party("acme", -1, 0, 0, 0)).hasMessageContaining("negative");
        assertThatThrownBy(() -> new Weighting(50, 30, 30)).hasMessageContaining("sum to 100");
    }

    @Test
    void writesAmountsWithTheDigitsOfTheCurrency() {
        assertThat(Amounts.format(46_609, "EUR")).isEqualTo("466.09");
        assertThat(Amounts.format(-5, "EUR")).isEqualTo("-0.05");
        assertThat(Amounts.format(46_609, "JPY")).isEqualTo("46609");
        assertThat(Amounts.format(46_609, "BHD")).isEqualTo("46.609");
        assertThat(Amounts.formatSigned(46_609, "EUR")).isEqualTo("+466.09");
        assertThat(Amounts.formatSigned(0, "EUR")).isEqualTo("0.00");
        assertThatThrownBy(() -> Amounts.format(1, "EURO")).isInstanceOf(IllegalArgumentException.class);
    }
}
