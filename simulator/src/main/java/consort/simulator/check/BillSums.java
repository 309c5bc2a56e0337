package consort.simulator.check;

import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Line;
import consort.simulator.ViolationException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What must hold of the sums of any bill. */
final class BillSums {

    private BillSums() {
    }

    static void check(PeriodClose bill) {
        require(sum(bill, Line::creditMinor) == bill.poolMinor(), bill, "credits do not sum to the pool");
        require(sum(bill, Line::shareMinor) + bill.deficitMinor() == bill.poolMinor(), bill, "shares and deficit do not sum to the pool");
        require(sum(bill, Line::cutMinor) == bill.deficitMinor(), bill, "cuts do not sum to the deficit");
        require(sum(bill, Line::netMinor) == 0, bill, "nets do not sum to zero");
        Map<String, Long> open = new TreeMap<>();
        for (Line line : bill.members()) {
            require(line.netMinor() == line.creditMinor() - line.cutMinor() - line.shareMinor(), bill, line + ": wrong net");
            require(line.payableMinor() == line.netMinor() + line.correctionMinor() + line.journalMinor(), bill, line + ": wrong payable");
            open.put(line.organization(), line.payableMinor());
        }
        bill.transfers().forEach(transfer -> {
            open.merge(transfer.from(), transfer.amountMinor(), Long::sum);
            open.merge(transfer.to(), -transfer.amountMinor(), Long::sum);
        });
        require(open.values().stream().allMatch(left -> left == 0), bill, "its transfers leave " + open);
    }

    private static long sum(PeriodClose bill, ToLongFunction<Line> amount) {
        return bill.members().stream().mapToLong(amount).sum();
    }

    private static void require(boolean holds, PeriodClose bill, String otherwise) {
        if (!holds) {
            throw new ViolationException("the bill of period " + bill.period() + ": " + otherwise);
        }
    }
}
