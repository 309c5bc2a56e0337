package consort.ledger.fold;

import consort.ledger.entry.BillTerms;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.money.Bill;
import consort.ledger.money.NormalizedTime;
import consort.ledger.money.Party;
import consort.ledger.money.ShareTerms;
import consort.ledger.money.Weighting;
import java.util.List;

/**
 * All that a period's bill follows from, beside the charter.
 *
 * @param periodDays UTC days of the period by ledger time, where days count; else 1
 * @param parts sorted by organization
 */
public record BillBasis(long periodDays, List<BillBasis.Part> parts) {

    public BillBasis {
        parts = List.copyOf(parts);
    }

    /**
     * What one member brings.
     *
     * @param normalized accepted device time by its scores
     * @param days on which it took part, where days count; else 1
     */
    public record Part(String organization, NormalizedTime normalized, long externalMinor, long benefit, long tier, long days) {

        Party party() {
            return new Party(organization, normalized.millis(), externalMinor, benefit, tier, days);
        }
    }

    /**
     * The bill in all its parts. With {@code settlement: none} device time costs nothing, and all amounts are 0.
     *
     * @throws consort.ledger.money.AmountOverflowException when an amount is too large for the ledger
     */
    public Bill bill(CharterDocument charter) {
        BillTerms terms = charter.terms();
        return Bill.of(parts.stream().map(Part::party).toList(), rate(charter), weighting(charter),
                new ShareTerms(terms.capMinor(), terms.floorMinor(), terms.commitmentMillis(), periodDays));
    }

    /** As if these reversals had been there before. */
    BillBasis with(List<ReversalView> reversals) {
        return new BillBasis(periodDays, parts.stream().map(part -> {
            NormalizedTime time = part.normalized();
            for (ReversalView one : reversals) {
                if (one.organization().equals(part.organization())) {
                    time = time.plus(one.reversal().deltaMillis(), one.scoreMilli());
                }
            }
            return new Part(part.organization(), time, part.externalMinor(), part.benefit(), part.tier(), part.days());
        }).toList());
    }

    static long rate(CharterDocument charter) {
        return charter.settlement() == Settlement.TRANSFERS ? charter.rateMinorPerHour() : 0;
    }

    static Weighting weighting(CharterDocument charter) {
        Share share = charter.share();
        return new Weighting(share.byBenefit(), share.tiered(), share.equal());
    }
}
