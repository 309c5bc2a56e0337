package consort.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of bills with caps, floors, commitments and days. jqwik prints the seed of a failure. */
class BoundedSharesPropertyTest {

    private static final long RATE = 184;

    /** Of what is drawn, whatever the bill's terms. */
    record Drawn(List<Party> parties, Weighting weighting, ShareTerms terms) {

        Bill bill() {
            return Bill.of(parties, RATE, weighting, terms);
        }
    }

    @Provide
    Arbitrary<Drawn> drawn() {
        long periodDays = 30;
        Arbitrary<Long> small = Arbitraries.longs().between(0, 5);
        Arbitrary<Party> party = Combinators.combine(Arbitraries.longs().between(0, 1_000_000_000L), small, small, small,
                Arbitraries.longs().between(1, periodDays))
                .as((time, benefit, cost, tier, days) -> new Party("unnamed", time, cost * 999, benefit, tier, days));
        Arbitrary<Weighting> weighting = Arbitraries.integers().between(0, 100).flatMap(first ->
                Arbitraries.integers().between(0, 100 - first).map(second -> new Weighting(first, second, 100 - first - second)));
        Arbitrary<OptionalLong> cap = Arbitraries.oneOf(Arbitraries.just(OptionalLong.empty()),
                Arbitraries.longs().between(0, 60_000).map(OptionalLong::of));
        Arbitrary<Long> floor = Arbitraries.oneOf(Arbitraries.just(0L), Arbitraries.longs().between(0, 20_000));
        Arbitrary<Long> commitment = Arbitraries.oneOf(Arbitraries.just(0L), Arbitraries.longs().between(0, 600_000_000L));
        Arbitrary<ShareTerms> terms = Combinators.combine(cap, floor, commitment)
                .as((most, least, promised) -> new ShareTerms(most, least, promised, periodDays));
        return Combinators.combine(party.list().ofMinSize(1).ofMaxSize(10).map(BoundedSharesPropertyTest::named), weighting, terms)
                .as(Drawn::new);
    }

    @Property(tries = 1000)
    void sharesAndDeficitSumToThePoolAndNetsToZero(@ForAll("drawn") Drawn drawn) {
        Bill bill = drawn.bill();
        assertThat(bill.lines().stream().mapToLong(Bill.Line::shareMinor).sum() + bill.deficitMinor()).isEqualTo(bill.poolMinor());
        assertThat(bill.lines().stream().mapToLong(Bill.Line::rawShareMinor).sum()).isEqualTo(bill.poolMinor());
        assertThat(bill.lines().stream().mapToLong(Bill.Line::cutMinor).sum()).isEqualTo(bill.deficitMinor());
        assertThat(bill.nets().values().stream().mapToLong(Long::longValue).sum()).isZero();
        assertThat(bill.lines()).allSatisfy(line -> {
            assertThat(line.cutMinor()).isBetween(0L, line.creditMinor());
            assertThat(line.netMinor()).isEqualTo(line.paidCreditMinor() - line.shareMinor());
        });
    }

    @Property(tries = 1000)
    void nobodyBearsMoreThanItsCap(@ForAll("drawn") Drawn drawn) {
        assertThat(drawn.bill().lines()).allSatisfy(line ->
                assertThat(line.shareMinor()).isBetween(0L, line.bounds().capMinor().orElse(Long.MAX_VALUE)));
    }

    @Property(tries = 1000)
    void floorsAreKeptUnlessTheySumToMoreThanThePool(@ForAll("drawn") Drawn drawn) {
        Bill bill = drawn.bill();
        long floors = bill.lines().stream().mapToLong(line -> line.bounds().floorMinor()).sum();
        if (floors <= bill.poolMinor()) {
            assertThat(bill.lines()).allMatch(line -> line.shareMinor() >= line.bounds().floorMinor());
        } else {
            assertThat(bill.deficitMinor()).isZero();
            assertThat(bill.lines()).allSatisfy(line -> {
                assertThat(line.clamp()).isEqualTo(line.shareMinor() == line.rawShareMinor() ? Clamp.NONE : Clamp.FLOOR);
                assertThat(line.shareMinor()).isLessThanOrEqualTo(line.bounds().floorMinor());
            });
        }
    }

    @Property(tries = 1000)
    void aDeficitMeansThatEverybodyWithAWeightIsAtItsCap(@ForAll("drawn") Drawn drawn) {
        Bill bill = drawn.bill();
        if (bill.deficitMinor() > 0) {
            assertThat(bill.lines()).allMatch(line ->
                    line.weight().total().isZero() || line.shareMinor() == line.bounds().capMinor().orElseThrow());
        }
    }

    /** Between two whose shares are not clamped, shares are as weights: the one factor of the package's prose. */
    @Property(tries = 1000)
    void whoIsNotClampedBearsInProportionToItsWeight(@ForAll("drawn") Drawn drawn) {
        List<Bill.Line> free = drawn.bill().lines().stream().filter(line -> line.clamp() == Clamp.NONE).toList();
        for (Bill.Line one : free) {
            for (Bill.Line other : free) {
                BigInteger gap = scaled(one.shareMinor() - 1, other).subtract(scaled(other.shareMinor() + 1, one));
                assertThat(gap.signum()).as(one + " and " + other).isNotPositive();
            }
        }
    }

    @Property(tries = 1000)
    void whoIsClampedWouldBeBeyondTheBoundByThatFactor(@ForAll("drawn") Drawn drawn) {
        Bill bill = drawn.bill();
        List<Bill.Line> free = bill.lines().stream()
                .filter(line -> line.clamp() == Clamp.NONE && !line.weight().total().isZero()).toList();
        for (Bill.Line clamped : bill.lines()) {
            for (Bill.Line line : free) {
                BigInteger gap = switch (clamped.clamp()) {
                    case NONE -> BigInteger.ZERO;
                    case CAP -> scaled(clamped.shareMinor(), line).subtract(scaled(line.shareMinor() + 1, clamped));
                    case FLOOR -> scaled(line.shareMinor() - 1, clamped).subtract(scaled(clamped.shareMinor(), line));
                };
                assertThat(gap.signum()).as(clamped + " and " + line).isNotPositive();
            }
        }
    }

    @Property(tries = 300)
    void theOrderOfPartiesIsIrrelevant(@ForAll("drawn") Drawn drawn, @ForAll Random random) {
        List<Party> shuffled = new ArrayList<>(drawn.parties());
        Collections.shuffle(shuffled, random);
        assertThat(new Drawn(shuffled, drawn.weighting(), drawn.terms()).bill()).isEqualTo(drawn.bill());
    }

    @Property(tries = 300)
    void boundsThatNobodyReachesChangeNothing(@ForAll("drawn") Drawn drawn) {
        ShareTerms wide = new ShareTerms(OptionalLong.of(Amounts.MAX_MINOR), 0, 0, drawn.terms().periodDays());
        assertThat(new Drawn(drawn.parties(), drawn.weighting(), wide).bill().nets())
                .isEqualTo(Bill.of(drawn.parties(), RATE, drawn.weighting()).nets());
    }

    @Property(tries = 300)
    void equalDaysCountAsNone(@ForAll("drawn") Drawn drawn) {
        List<Party> always = drawn.parties().stream().map(party -> new Party(party.name(), party.ngpuMillis(), party.externalMinor(),
                party.benefit(), party.tier(), 7)).toList();
        List<Party> uncounted = always.stream().map(party -> new Party(party.name(), party.ngpuMillis(), party.externalMinor(),
                party.benefit(), party.tier())).toList();
        assertThat(Bill.of(always, RATE, drawn.weighting()).nets()).isEqualTo(Bill.of(uncounted, RATE, drawn.weighting()).nets());
    }

    /** {@code minor x weight} over a denominator that all weights share. */
    private static BigInteger scaled(long minor, Bill.Line weight) {
        Fraction total = weight.weight().total();
        BigInteger common = BigInteger.TWO.pow(400);
        return BigInteger.valueOf(minor).multiply(total.numerator()).multiply(common).divide(total.denominator());
    }

    private static List<Party> named(List<Party> unnamed) {
        List<Party> named = new ArrayList<>();
        for (Party party : unnamed) {
            named.add(new Party("m" + named.size(), party.ngpuMillis(), party.externalMinor(), party.benefit(), party.tier(), party.days()));
        }
        return named;
    }
}
