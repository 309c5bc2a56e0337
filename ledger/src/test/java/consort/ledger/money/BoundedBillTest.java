package consort.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Caps, floors, commitments and days, on the worked example and on small ones. */
class BoundedBillTest {

    private static final long HOUR = 3_600_000;
    private static final Weighting MIXED = new Weighting(70, 20, 10);
    private static final Weighting EQUAL = new Weighting(0, 0, 100);

    private static List<Party> example() {
        return List.of(
                new Party("acme", 412 * HOUR + HOUR / 2, 5000, 300_000, 4),
                new Party("beta", NormalizedTime.NONE.plus(155 * HOUR, 620).millis(), 0, 300_000, 3),
                new Party("carol", NormalizedTime.NONE.plus(60 * HOUR + 777_000, 250).millis(), 0, 100_000, 1),
                new Party("dora", 0, 0, 200_000, 2));
    }

    private static ShareTerms cap(long capMinor) {
        return new ShareTerms(OptionalLong.of(capMinor), 0, 0, 1);
    }

    private static ShareTerms floor(long floorMinor) {
        return new ShareTerms(OptionalLong.empty(), floorMinor, 0, 1);
    }

    @Test
    void whatACapKeepsFromOneIsSharedByTheOthersWeights() {
        Bill bill = Bill.of(example(), 184, MIXED, cap(33_000));
        assertThat(bill.lines()).extracting(Bill.Line::clamp).containsExactly(Clamp.CAP, Clamp.NONE, Clamp.NONE, Clamp.NONE);
        assertThat(bill.lines()).extracting(Bill.Line::rawShareMinor).containsExactly(34_291L, 32_263L, 12_444L, 22_354L);
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(33_000L, 32_885L, 12_683L, 22_784L);
        assertThat(bill.deficitMinor()).isZero();
    }

    @Test
    void whomTheRedistributionLiftsOverItsCapIsCappedToo() {
        Bill bill = Bill.of(example(), 184, MIXED, cap(32_500));
        assertThat(bill.lines()).extracting(Bill.Line::clamp).containsExactly(Clamp.CAP, Clamp.CAP, Clamp.NONE, Clamp.NONE);
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(32_500L, 32_500L, 13_000L, 23_352L);
    }

    @Test
    void whereAllAreCappedCreditsAreCutByTheDeficitInProportion() {
        Bill bill = Bill.of(example(), 184, MIXED, cap(20_000));
        assertThat(bill.poolMinor()).isEqualTo(101_352);
        assertThat(bill.deficitMinor()).isEqualTo(21_352);
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsOnly(20_000L);
        assertThat(bill.lines()).extracting(Bill.Line::cutMinor).containsExactly(17_043L, 3_725L, 584L, 0L);
        assertThat(bill.lines()).extracting(Bill.Line::netMinor).containsExactly(43_857L, -6_043L, -17_814L, -20_000L);
    }

    @Test
    void aFloorIsBorneAndRelievesTheOthers() {
        Bill bill = Bill.of(example(), 184, MIXED, floor(15_000));
        assertThat(bill.lines()).extracting(Bill.Line::clamp).containsExactly(Clamp.NONE, Clamp.NONE, Clamp.FLOOR, Clamp.NONE);
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(33_305L, 31_336L, 15_000L, 21_711L);
    }

    @Test
    void floorsThatSumToMoreThanThePoolAreCutToIt() {
        Bill bill = Bill.of(List.of(new Party("a", HOUR, 0, 1, 1), new Party("b", 0, 0, 9, 1)), 101, MIXED, floor(80));
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(51L, 50L);
        assertThat(bill.lines()).extracting(Bill.Line::clamp).containsOnly(Clamp.FLOOR);
    }

    @Test
    void aBoundThatChangesNothingDoesNotDecide() {
        Bill empty = Bill.of(List.of(new Party("a", 0, 0, 1, 1), new Party("b", 0, 0, 9, 1)), 101, MIXED, floor(80));
        assertThat(empty.lines()).extracting(Bill.Line::shareMinor).containsOnly(0L);
        assertThat(empty.lines()).extracting(Bill.Line::clamp).containsOnly(Clamp.NONE);
        Bill alone = Bill.of(List.of(new Party("a", HOUR, 0, 1, 1)), 101, MIXED, floor(500));
        assertThat(alone.lines()).extracting(Bill.Line::clamp).containsExactly(Clamp.NONE);
    }

    @Test
    void whoLendsLessThanItPromisedHasAHigherFloor() {
        ShareTerms promising = new ShareTerms(OptionalLong.empty(), 0, 2 * HOUR, 1);
        Bill bill = Bill.of(List.of(new Party("a", 3 * HOUR, 0, 1, 1), new Party("b", HOUR / 2, 0, 0, 0)), 100, MIXED, promising);
        assertThat(bill.lines()).extracting(Bill.Line::shortfallMillis).containsExactly(0L, HOUR + HOUR / 2);
        assertThat(bill.lines()).extracting(line -> line.bounds().floorMinor()).containsExactly(0L, 150L);
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(200L, 150L);
    }

    @Test
    void aFloorIsNeverAboveTheCap() {
        ShareTerms promising = new ShareTerms(OptionalLong.of(120), 0, 2 * HOUR, 1);
        Bill bill = Bill.of(List.of(new Party("a", 3 * HOUR, 0, 1, 0), new Party("b", 0, 0, 0, 0)), 100, new Weighting(100, 0, 0), promising);
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(120L, 120L);
        assertThat(bill.deficitMinor()).isEqualTo(60);
    }

    @Test
    void aCapAndAFloorAtOnceMeetInTheOneSolution() {
        List<Party> parties = List.of(new Party("a", HOUR, 0, 70, 0), new Party("b", 0, 0, 20, 0), new Party("c", 0, 0, 10, 0));
        Bill bill = Bill.of(parties, 100, new Weighting(100, 0, 0), new ShareTerms(OptionalLong.of(50), 15, 0, 1));
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(50L, 33L, 17L);
        assertThat(bill.lines()).extracting(Bill.Line::clamp).as("c passed its floor by what the cap of a left")
                .containsExactly(Clamp.CAP, Clamp.NONE, Clamp.NONE);
    }

    @Test
    void whoTookPartOnHalfOfTheDaysWeighsHalf() {
        List<Party> parties = List.of(new Party("a", HOUR, 0, 1, 1, 30), new Party("b", 0, 0, 1, 1, 15));
        Bill bill = Bill.of(parties, 300, MIXED, new ShareTerms(OptionalLong.empty(), 0, 0, 30));
        assertThat(bill.lines()).extracting(Bill.Line::shareMinor).containsExactly(200L, 100L);
        assertThat(Bill.of(parties, 300, new Weighting(50, 50, 0)).lines()).extracting(Bill.Line::shareMinor).containsExactly(200L, 100L);
        assertThat(Bill.of(List.of(new Party("a", HOUR, 0, 0, 0, 2), new Party("b", 0, 0, 0, 0, 1)), 300, MIXED).lines())
                .as("components that nobody has are spread by days").extracting(Bill.Line::shareMinor).containsExactly(200L, 100L);
    }

    @Test
    void floorsAndCommitmentsAreForTheDaysAndCapsAreNot() {
        ShareTerms terms = new ShareTerms(OptionalLong.of(70), 25, 10 * HOUR, 30);
        Bill bill = Bill.of(List.of(new Party("a", HOUR, 0, 1, 1, 3)), 10, EQUAL, terms);
        Bill.Line line = bill.lines().getFirst();
        assertThat(line.shortfallMillis()).as("a tenth of ten hours was promised").isZero();
        assertThat(line.bounds()).as("a tenth of 25, half up").isEqualTo(new Bounds(3, OptionalLong.of(70)));
    }
}
