package consort.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.money.Transfers.Transfer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Properties of every bill and every settlement. jqwik prints the seed of a failure. */
class MoneyPropertyTest {

    @Provide
    Arbitrary<List<Party>> parties() {
        Arbitrary<Long> small = Arbitraries.longs().between(0, 5);
        Arbitrary<Party> party = Combinators.combine(
                Arbitraries.longs().between(0, 10_000_000_000L), small, small.map(cost -> cost * 999), small)
                .as((time, benefit, cost, tier) -> new Party("unnamed", time, cost, benefit, tier));
        return party.list().ofMaxSize(12).map(MoneyPropertyTest::named);
    }

    @Provide
    Arbitrary<Weighting> weightings() {
        return Arbitraries.integers().between(0, 100).flatMap(first ->
                Arbitraries.integers().between(0, 100 - first).map(second -> new Weighting(first, second, 100 - first - second)));
    }

    @Property(tries = 500)
    void sharesSumToThePoolAndNetsToZero(@ForAll("parties") List<Party> parties, @ForAll("weightings") Weighting weighting,
            @ForAll @LongRange(min = 0, max = 100_000) long rate) {
        Bill bill = Bill.of(parties, rate, weighting);
        assertThat(bill.lines().stream().mapToLong(Bill.Line::creditMinor).sum()).isEqualTo(bill.poolMinor());
        if (!parties.isEmpty()) {
            assertThat(bill.lines().stream().mapToLong(Bill.Line::shareMinor).sum()).isEqualTo(bill.poolMinor());
            assertThat(bill.lines().stream().map(line -> line.weight().total()).reduce(Fraction.ZERO, Fraction::plus).toPercent())
                    .isEqualTo("100.0000");
        }
        assertThat(bill.nets().values().stream().mapToLong(Long::longValue).sum()).isZero();
        assertThat(bill.lines()).allMatch(line -> line.shareMinor() >= 0);
    }

    @Property(tries = 200)
    void noShareIsAWholeCentAwayFromItsWeight(@ForAll("parties") List<Party> parties, @ForAll("weightings") Weighting weighting) {
        Bill bill = Bill.of(parties, 184, weighting);
        for (Bill.Line line : bill.lines()) {
            double exact = line.weight().total().numerator().doubleValue() / line.weight().total().denominator().doubleValue()
                    * bill.poolMinor();
            assertThat(Math.abs(line.shareMinor() - exact)).isLessThan(1.001);
        }
    }

    @Property(tries = 200)
    void theOrderOfPartiesIsIrrelevant(@ForAll("parties") List<Party> parties, @ForAll("weightings") Weighting weighting,
            @ForAll Random random) {
        List<Party> shuffled = new ArrayList<>(parties);
        Collections.shuffle(shuffled, random);
        assertThat(Bill.of(shuffled, 184, weighting)).isEqualTo(Bill.of(parties, 184, weighting));
    }

    @Property(tries = 200)
    void transfersSettleExactly(@ForAll @Size(max = 24) List<@LongRange(min = -50, max = 50) Long> amounts) {
        SortedMap<String, Long> nets = balanced(amounts);
        List<Transfer> transfers = Transfers.settling(nets);
        SortedMap<String, Long> left = new TreeMap<>(nets);
        for (Transfer transfer : transfers) {
            assertThat(transfer.amountMinor()).isPositive();
            left.merge(transfer.from(), transfer.amountMinor(), Long::sum);
            left.merge(transfer.to(), -transfer.amountMinor(), Long::sum);
        }
        assertThat(left.values()).allMatch(net -> net == 0);
        assertThat(transfers.size()).isLessThanOrEqualTo(Math.max(0, nets.size() - 1));
    }

    @Property(tries = 150)
    void transfersAreAsFewAsPossible(@ForAll @Size(max = 6) List<@LongRange(min = -6, max = 6) Long> amounts) {
        SortedMap<String, Long> nets = balanced(amounts);
        assertThat(Transfers.settling(nets)).hasSize(fewest(new ArrayList<>(nets.values()), 0));
    }

    @Property(tries = 50)
    void refusesNetsThatDoNotSumToZero(@ForAll @IntRange(min = 1, max = 100) int surplus) {
        SortedMap<String, Long> nets = new TreeMap<>(Map.of("a", 5L, "b", -5L - surplus));
        assertThatThrownBy(() -> Transfers.settling(nets)).hasMessageContaining("do not sum to zero");
    }

    /** By trying everything: the first who is not settled pays, or is paid by, each later one of opposite sign. */
    private static int fewest(List<Long> nets, int from) {
        int first = from;
        while (first < nets.size() && nets.get(first) == 0) {
            first++;
        }
        if (first == nets.size()) {
            return 0;
        }
        int best = Integer.MAX_VALUE;
        for (int other = first + 1; other < nets.size(); other++) {
            if (nets.get(first) * nets.get(other) < 0) {
                List<Long> after = new ArrayList<>(nets);
                after.set(other, nets.get(first) + nets.get(other));
                after.set(first, 0L);
                best = Math.min(best, 1 + fewest(after, first + 1));
            }
        }
        return best;
    }

    private static SortedMap<String, Long> balanced(List<Long> amounts) {
        SortedMap<String, Long> nets = new TreeMap<>();
        for (int i = 0; i < amounts.size(); i++) {
            nets.put("m%02d".formatted(i), amounts.get(i));
        }
        nets.put("z", -amounts.stream().mapToLong(Long::longValue).sum());
        return nets;
    }

    private static List<Party> named(List<Party> unnamed) {
        List<Party> named = new ArrayList<>();
        for (Party party : unnamed) {
            named.add(new Party("m" + named.size(), party.ngpuMillis(), party.externalMinor(), party.benefit(), party.tier()));
        }
        return named;
    }
}
