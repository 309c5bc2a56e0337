package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.PeriodClose;
import consort.ledger.fold.Billing;
import consort.ledger.fold.PeriodView;
import consort.ledger.fold.State;
import consort.ledger.money.AmountOverflowException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Closing the accounting period: the bill follows from the entries alone. Who says which period gets the same answer however
 * often it asks; the next one is not closed by that.
 */
final class Periods {

    private Periods() {
    }

    static void close(Turn turn, Event.ClosePeriod event) {
        State state = turn.state();
        long open = state.periods().size() + 1L;
        long wanted = event.period().orElse(open);
        if (wanted < 1 || wanted > open) {
            turn.refuse(event.ticket(), Code.CONFLICT, "period " + wanted + " is not the open one, which is " + open + lastClose(state));
        } else if (wanted < open) {
            PeriodView closed = state.periods().get((int) wanted - 1);
            turn.answer(event.ticket(), new Reply.PeriodClosed(closed.index(), wanted, true));
        } else if (turn.timeMillis() < earliestMillis(state)) {
            turn.refuse(event.ticket(), Code.CONFLICT, "by the charter a period lasts at least " + state.charter().terms().periodDays()
                    + " days; period " + open + " can be closed from " + Instant.ofEpochMilli(earliestMillis(state)) + " on");
        } else {
            closeOpen(turn, event);
        }
    }

    /** Why nothing is entered in a period that somebody means; empty when it is the open one. */
    static Optional<String> notOpen(State state, OptionalLong meant) {
        long open = state.periods().size() + 1L;
        if (meant.isEmpty() || meant.getAsLong() == open) {
            return Optional.empty();
        }
        return Optional.of(meant.getAsLong() > open ? "period " + meant.getAsLong() + " is not open yet; the open one is " + open
                : "period " + meant.getAsLong() + " was closed since; look in its statements whether this stands there already, and if it does not,"
                        + " enter it in the open one with --period " + open);
    }

    private static void closeOpen(Turn turn, Event.ClosePeriod event) {
        try {
            long index = turn.nextIndex();
            PeriodClose bill = Billing.close(turn.state(), turn.timeMillis());
            if (!event.empty() && bill.members().stream().allMatch(Periods::isZero)) {
                turn.refuse(event.ticket(), Code.CONFLICT, "period " + bill.period() + ", which began with entry " + bill.fromIndex()
                        + ", has nothing to bill: no device time was accepted, no cost added and nothing adjusted" + lastClose(turn.state())
                        + "; to close it all the same, ask for an empty bill (--empty)");
                return;
            }
            turn.append(bill);
            turn.release(new Effect.Publish());
            turn.answer(event.ticket(), new Reply.PeriodClosed(index, bill.period(), false));
        } catch (AmountOverflowException e) {
            turn.refuse(event.ticket(), Code.CONFLICT, "the period cannot be closed: " + e.getMessage());
        }
    }

    private static long earliestMillis(State state) {
        return state.charter().terms().closesMillis(state.accounts().openSinceMillis());
    }

    /** For whoever asks again, having lost an answer. */
    private static String lastClose(State state) {
        return state.periods().isEmpty() ? "" : "; the last one that was closed is " + state.periods().getLast().close().period()
                + ", with entry " + state.periods().getLast().index();
    }

    private static boolean isZero(PeriodClose.Line line) {
        return line.ngpuMillis() == 0 && line.externalMinor() == 0 && line.correctionMinor() == 0 && line.journalMinor() == 0;
    }
}
