package consort.ledger.fold;

import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Correction;
import consort.ledger.entry.PeriodClose.Line;
import consort.ledger.money.Bill;
import java.util.ArrayList;
import java.util.List;

/**
 * What the next close posts about closed periods: for each member what its bill would be with all reversals, less what it was and what
 * was posted since. Periods come oldest first, as many as fit into a close and at least one; the others wait for the next.
 *
 * @param periods whose reversals are all considered
 * @param lines sorted by period, then by organization; each period's sum to zero
 */
record Corrections(List<Long> periods, List<Correction> lines) {

    /** @throws consort.ledger.money.AmountOverflowException when an amount is too large for the ledger */
    static Corrections of(State state) {
        List<Long> periods = new ArrayList<>();
        List<Correction> lines = new ArrayList<>();
        for (long period : state.accounts().uncorrected()) {
            List<Correction> more = of(state, period, state.accounts().correctedBasis(period).orElseThrow().bill(state.charter()));
            if (lines.size() + more.size() > PeriodClose.MAX_CORRECTIONS) {
                break;
            }
            periods.add(period);
            lines.addAll(more);
        }
        return new Corrections(List.copyOf(periods), List.copyOf(lines));
    }

    private static List<Correction> of(State state, long period, Bill corrected) {
        PeriodClose close = state.periods().get((int) period - 1).close();
        return corrected.lines().stream()
                .map(line -> correction(state, close.line(line.party().name()).orElseThrow(), line, period))
                .filter(one -> one.creditMinor() != 0 || one.shareMinor() != 0 || one.netMinor() != 0).toList();
    }

    private static Correction correction(State state, Line closed, Bill.Line now, long period) {
        Correction posted = state.accounts().posted(period, closed.organization());
        return new Correction(period, closed.organization(),
                now.paidCreditMinor() - (closed.creditMinor() - closed.cutMinor()) - posted.creditMinor(),
                now.shareMinor() - closed.shareMinor() - posted.shareMinor(),
                now.netMinor() - closed.netMinor() - posted.netMinor());
    }

    long netMinor(String organization) {
        return lines.stream().filter(line -> line.organization().equals(organization)).mapToLong(Correction::netMinor).sum();
    }
}
