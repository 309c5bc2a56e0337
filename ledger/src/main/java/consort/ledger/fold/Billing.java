package consort.ledger.fold;

import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Correction;
import consort.ledger.entry.PeriodClose.Line;
import consort.ledger.money.Amounts;
import consort.ledger.money.Bill;
import consort.ledger.money.NormalizedTime;
import consort.ledger.money.Party;
import consort.ledger.money.Transfers;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The bill of the open period, and what is paid with it. */
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
        Bill bill = basis(state, timeMillis).bill(charter);
        Corrections corrections = Corrections.of(state);
        List<Line> lines = lines(state, bill, corrections);
        return new PeriodClose(
                timeMillis,
                state.periods().size() + 1L,
                state.periodFromIndex(),
                charter.currency(),
                charter.rateMinorPerHour(),
                bill.poolMinor(),
                bill.deficitMinor(),
                lines,
                corrections.lines(),
                transfers(lines));
    }

    /** On what the open period's bill rests if it is closed at this time. */
    public static BillBasis basis(State state, long timeMillis) {
        boolean byDay = state.charter().terms().byDay();
        long sinceMillis = state.accounts().openSinceMillis();
        return new BillBasis(byDay ? TenureView.daysBetween(sinceMillis, timeMillis) : 1, state.members().values().stream()
                .filter(member -> isBilled(state, member))
                .map(member -> new BillBasis.Part(member.organization(),
                        state.work.normalized.getOrDefault(member.organization(), NormalizedTime.NONE),
                        state.externalMinor(member.organization()), member.benefit(), member.tier(),
                        byDay ? state.accounts().tenure(member.organization()).orElseThrow().days(sinceMillis, timeMillis) : 1))
                .toList());
    }

    /**
     * What a part of a period would cost alone, such as a run: without caps and floors, which are agreed for whole periods, and as if
     * all took part on all days. With {@code settlement: none} device time costs nothing, and all amounts are 0.
     */
    public static Bill partialBill(CharterDocument charter, List<Party> parties) {
        return Bill.of(parties, BillBasis.rate(charter), BillBasis.weighting(charter));
    }

    /** Whether an organization has a part in the open period's bill; one that was revoked before it began has none. */
    static boolean isBilled(State state, MemberView member) {
        return member.active() && member.revoked().orElse(Long.MAX_VALUE) >= state.periodFromIndex();
    }

    /** Of everybody who is billed, corrected or has a part in a journal. */
    private static List<Line> lines(State state, Bill bill, Corrections corrections) {
        SortedMap<String, Long> journals = new TreeMap<>();
        state.accounts().journals(state.periods().size() + 1L).forEach(view -> view.journal().postings()
                .forEach(one -> journals.merge(one.organization(), one.amountMinor(), Math::addExact)));
        TreeSet<String> names = new TreeSet<>(journals.keySet());
        bill.lines().forEach(line -> names.add(line.party().name()));
        corrections.lines().stream().map(Correction::organization).forEach(names::add);
        return names.stream().map(name -> line(name, bill.line(name), state.charter().terms().byDay(), corrections.netMinor(name),
                journals.getOrDefault(name, 0L))).toList();
    }

    private static Line line(String name, Optional<Bill.Line> billed, boolean byDay, long correctionMinor, long journalMinor) {
        long net = billed.map(Bill.Line::netMinor).orElse(0L);
        long payable = Amounts.checked("what is payable to or by " + name, BigInteger.valueOf(net)
                .add(BigInteger.valueOf(correctionMinor)).add(BigInteger.valueOf(journalMinor)));
        return billed.map(line -> new Line(name, line.party().ngpuMillis(), line.creditMinor(), line.party().externalMinor(),
                        line.shareMinor(), net, byDay ? line.party().days() : 0, line.cutMinor(), correctionMinor, journalMinor, payable))
                .orElseGet(() -> new Line(name, 0, 0, 0, 0, 0, 0, 0, correctionMinor, journalMinor, payable));
    }

    private static List<PeriodClose.Transfer> transfers(List<Line> lines) {
        SortedMap<String, Long> payables = new TreeMap<>();
        lines.forEach(line -> payables.put(line.organization(), line.payableMinor()));
        return Transfers.settling(payables).stream()
                .map(transfer -> new PeriodClose.Transfer(transfer.from(), transfer.to(), transfer.amountMinor()))
                .toList();
    }
}
