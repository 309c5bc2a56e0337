package consort.ledger.audit.statement;

import consort.ledger.audit.statement.ClaimLine.Reduction;
import consort.ledger.entry.Metering;
import consort.ledger.entry.PeriodClose;
import consort.ledger.fold.EnergyView;
import consort.ledger.fold.ExternalCostView;
import consort.ledger.fold.JournalView;
import consort.ledger.fold.ReversalView;
import consort.ledger.money.Bill;
import consort.ledger.money.Weighting.Weight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One organization's statement for one period. Amounts in minor units.
 *
 * @param open whether the period is not closed yet: then this is what a close would say now
 * @param last whether the organization's part has ended in this period: later bills only correct
 * @param toIndex of the close, or one past the last entry
 * @param claims of the organization's workers
 * @param reversals of these claims, before the close
 * @param costs that the organization bore for all, and corrections of them
 * @param energy of these claims, as far as it was told
 * @param metering what the charter says of it
 * @param line of the close
 * @param billed the same in all its parts; empty for one that has corrections or adjustments only
 * @param bill of all
 * @param corrections of the organization's part in earlier bills
 * @param causes the reversals, whoever's, that these follow from
 * @param journals agreed adjustments with a posting of the organization
 * @param maximumLiability what the charter says that a member bears at most of a period's bill
 * @param transfers those that the organization pays or receives
 * @param origins entries of others, and of earlier times, that figures follow from
 * @param aftermath what was said of the bill since; empty while the period is open
 */
public record Statement(
        String organization,
        long period,
        boolean open,
        boolean last,
        long fromIndex,
        long toIndex,
        String currency,
        ClaimLines claims,
        List<ReversalView> reversals,
        List<ExternalCostView> costs,
        EnergyView energy,
        Optional<Metering> metering,
        long rateMinorPerHour,
        PeriodClose.Line line,
        Optional<Bill.Line> billed,
        Bill bill,
        List<PeriodClose.Correction> corrections,
        List<ReversalView> causes,
        List<JournalView> journals,
        MaximumLiability maximumLiability,
        List<PeriodClose.Transfer> transfers,
        Origins origins,
        Optional<Aftermath> aftermath) {

    /**
     * What the charter says that a member bears at most.
     *
     * @param enforced whether bills keep it
     */
    public record MaximumLiability(OptionalLong minor, boolean enforced) {
    }

    public Statement {
        reversals = List.copyOf(reversals);
        costs = List.copyOf(costs);
        corrections = List.copyOf(corrections);
        causes = List.copyOf(causes);
        journals = List.copyOf(journals);
        transfers = List.copyOf(transfers);
    }

    Statement with(Aftermath since) {
        return new Statement(organization, period, open, last, fromIndex, toIndex, currency, claims, reversals, costs, energy, metering,
                rateMinorPerHour, line, billed, bill, corrections, causes, journals, maximumLiability, transfers, origins,
                Optional.of(since));
    }

    /** The entry of the close; none while the period is open. */
    List<Long> closed() {
        return open ? List.of() : List.of(toIndex);
    }

    public Weight weight() {
        return billed.map(Bill.Line::weight).orElse(Weight.NONE);
    }

    /** By how much the share passes a maximum that no bill enforces; 0 when it does not. */
    public long beyondLiabilityMinor() {
        return maximumLiability.minor().isEmpty() ? 0 : Math.max(0, line.shareMinor() - maximumLiability.minor().getAsLong());
    }

    public long claimedMillis() {
        return claims.stream().mapToLong(ClaimLine::claimedMillis).sum();
    }

    public long acceptedMillis() {
        return claims.stream().mapToLong(ClaimLine::acceptedMillis).sum();
    }

    /** What reversals before the close took off, or added when positive. */
    public long reversedMillis() {
        return reversals.stream().mapToLong(one -> one.reversal().deltaMillis()).sum();
    }

    /** Accepted device time by the score, in thousandths, by which it is normalized; lowest score first. */
    public SortedMap<Long, Long> acceptedMillisByScore() {
        TreeMap<Long, Long> sums = new TreeMap<>();
        claims.forEach(claim -> sums.merge(claim.scoreMilli(), claim.acceptedMillis(), Long::sum));
        reversals.forEach(one -> sums.merge(one.scoreMilli(), one.reversal().deltaMillis(), Long::sum));
        return sums;
    }

    /** What was taken off all claims together, by reason, in the order of first appearance. */
    public Map<String, Long> reductionMillis() {
        Map<String, Long> sums = new LinkedHashMap<>();
        claims.forEach(claim -> claim.reductions().forEach((Reduction one) -> sums.merge(one.reason(), one.millis(), Long::sum)));
        return sums;
    }
}
