package consort.ledger.fold;

import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.PeriodClose;
import consort.ledger.money.Bill;
import consort.ledger.money.Party;
import consort.ledger.money.Transfers;
import consort.ledger.money.Weighting;
import java.util.List;

/** The bill of the open period. */
public final class Billing {

    private Billing() {
    }

    /**
     * The period's close, as it must be written now.
     *
     * @throws consort.ledger.money.AmountOverflowException when an amount is too large for the ledger
     */
    public static PeriodClose close(State state, long timeMillis) {
        CharterDocument charter = state.charter();
        Bill bill = bill(charter, parties(state));
        return new PeriodClose(
                timeMillis,
                state.periods().size() + 1L,
                state.periodFromIndex(),
                charter.currency(),
                charter.rateMinorPerHour(),
                bill.poolMinor(),
                bill.lines().stream().map(Billing::line).toList(),
                transfers(bill));
    }

    /** The bill in all its parts. With {@code settlement: none} device time costs nothing, and all amounts are 0. */
    public static Bill bill(CharterDocument charter, List<Party> parties) {
        boolean settles = charter.settlement() == Settlement.TRANSFERS;
        Weighting weighting = new Weighting(charter.share().byBenefit(), charter.share().tiered(), charter.share().equal());
        return Bill.of(parties, settles ? charter.rateMinorPerHour() : 0, weighting);
    }

    /** What each active member brings into the open period's bill, and one that was revoked in it. */
    public static List<Party> parties(State state) {
        return state.members().values().stream()
                .filter(member -> isBilled(state, member))
                .map(member -> new Party(member.organization(), state.normalizedMillis(member.organization()),
                        state.externalMinor(member.organization()), member.benefit(), member.tier()))
                .toList();
    }

    /** Whether an organization has a part in the open period's bill; one that was revoked before it began has none. */
    static boolean isBilled(State state, MemberView member) {
        return member.active() && member.revoked().orElse(Long.MAX_VALUE) >= state.periodFromIndex();
    }

    private static PeriodClose.Line line(Bill.Line line) {
        return new PeriodClose.Line(line.party().name(), line.party().ngpuMillis(), line.creditMinor(),
                line.party().externalMinor(), line.shareMinor(), line.netMinor());
    }

    private static List<PeriodClose.Transfer> transfers(Bill bill) {
        return Transfers.settling(bill.nets()).stream()
                .map(transfer -> new PeriodClose.Transfer(transfer.from(), transfer.to(), transfer.amountMinor()))
                .toList();
    }
}
