package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.PeriodClose;
import consort.ledger.fold.Billing;
import consort.ledger.money.AmountOverflowException;

/** Closing the accounting period: the bill follows from the entries alone. */
final class Periods {

    private Periods() {
    }

    static void close(Turn turn, Event.ClosePeriod event) {
        try {
            long index = turn.nextIndex();
            PeriodClose bill = Billing.close(turn.state(), turn.timeMillis());
            if (!event.empty() && bill.members().stream().allMatch(Periods::isZero)) {
                turn.refuse(event.ticket(), Code.CONFLICT, "period " + bill.period() + ", which began with entry " + bill.fromIndex()
                        + ", has nothing to bill: no device time was accepted and no cost added; to close it all the same, ask for"
                        + " an empty bill (--empty)");
                return;
            }
            turn.append(bill);
            turn.release(new Effect.Publish());
            turn.answer(event.ticket(), new Reply.PeriodClosed(index, bill.period()));
        } catch (AmountOverflowException e) {
            turn.refuse(event.ticket(), Code.CONFLICT, "the period cannot be closed: " + e.getMessage());
        }
    }

    private static boolean isZero(PeriodClose.Line line) {
        return line.ngpuMillis() == 0 && line.externalMinor() == 0;
    }
}
