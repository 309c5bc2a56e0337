package consort.ledger.audit.statement;

import consort.ledger.audit.statement.ClaimLine.Reduction;
import consort.ledger.entry.PeriodClose;
import consort.ledger.fold.ExternalCostView;
import consort.ledger.money.Weighting.Weight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One organization's statement for one period. Amounts in minor units.
 *
 * @param open whether the period is not closed yet: then this is what a close would say now
 * @param toIndex of the close, or one past the last entry
 * @param claims of the organization's workers
 * @param costs that the organization bore for all, and corrections of them
 * @param weight in its parts
 * @param maximumLiabilityMinor what the charter says that a member bears at most of a period's bill
 * @param transfers those that the organization pays or receives
 */
public record Statement(
        String organization,
        long period,
        boolean open,
        long fromIndex,
        long toIndex,
        String currency,
        List<ClaimLine> claims,
        List<ExternalCostView> costs,
        long rateMinorPerHour,
        PeriodClose.Line line,
        long poolMinor,
        Weight weight,
        OptionalLong maximumLiabilityMinor,
        List<PeriodClose.Transfer> transfers) {

    public Statement {
        claims = List.copyOf(claims);
        costs = List.copyOf(costs);
        transfers = List.copyOf(transfers);
    }

    /** By how much the share passes the charter's maximum, which no bill enforces; 0 when it does not. */
    public long beyondLiabilityMinor() {
        return maximumLiabilityMinor.isEmpty() ? 0 : Math.max(0, line.shareMinor() - maximumLiabilityMinor.getAsLong());
    }

    public long claimedMillis() {
        return claims.stream().mapToLong(ClaimLine::claimedMillis).sum();
    }

    public long acceptedMillis() {
        return claims.stream().mapToLong(ClaimLine::acceptedMillis).sum();
    }

    /** Accepted device time by the score, in thousandths, by which it is normalized; lowest score first. */
    public SortedMap<Long, Long> acceptedMillisByScore() {
        TreeMap<Long, Long> sums = new TreeMap<>();
        claims.forEach(claim -> sums.merge(claim.scoreMilli(), claim.acceptedMillis(), Long::sum));
        return sums;
    }

    /** What was taken off all claims together, by reason, in the order of first appearance. */
    public Map<String, Long> reductionMillis() {
        Map<String, Long> sums = new LinkedHashMap<>();
        claims.forEach(claim -> claim.reductions().forEach((Reduction one) -> sums.merge(one.reason(), one.millis(), Long::sum)));
        return sums;
    }
}
