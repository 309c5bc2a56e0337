package consort.ledger.fold;

import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Transfer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From a bill to its payments. Who is in a bill can dispute it until a number of days after its close that the charter says. Its
 * transfers are instructed when no dispute is open and either that time is over or all who are in the bill accepted it.
 */
public final class Settling {

    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

    private Settling() {
    }

    /** The bill of a closed period. */
    public static Optional<PeriodView> period(State state, long period) {
        return period < 1 || period > state.periods().size() ? Optional.empty()
                : Optional.of(state.periods().get((int) period - 1));
    }

    /** The ledger time from which on a bill is disputed no more: at once, where the charter gives no time for it. */
    public static long deadlineMillis(State state, PeriodView period) {
        return period.close().timeMillis() + state.charter().disputeDays() * DAY_MILLIS;
    }

    /** Whether an organization has a line in the bill. */
    public static boolean isBilled(PeriodView period, String organization) {
        return period.close().members().stream().anyMatch(line -> line.organization().equals(organization));
    }

    /** Whether the entry at this index is a usage claim that the bill rests on; it may be worth nothing. */
    public static boolean isClaim(State state, PeriodView period, long index) {
        return index >= period.close().fromIndex() && index < period.index() && state.membership.isClaim(index);
    }

    /** Who is in the bill and has not accepted it; one that was revoked since cannot any more. */
    public static List<String> silent(State state, PeriodView period) {
        Set<String> acks = state.settlements().acks(period.close().period()).keySet();
        return period.close().members().stream().map(PeriodClose.Line::organization).filter(name -> !acks.contains(name)).toList();
    }

    public static List<DisputeView> openDisputes(State state, PeriodView period) {
        return state.settlements().disputes(period.close().period()).stream().filter(DisputeView::open).toList();
    }

    /** The transfers that were not instructed yet, in the bill's order. */
    public static List<Transfer> due(State state, PeriodView period) {
        Set<Transfer> instructed = new HashSet<>();
        state.settlements().instructions(period.close().period()).forEach(one -> instructed.add(one.instruct().transfer()));
        return period.close().transfers().stream().filter(transfer -> !instructed.contains(transfer)).toList();
    }

    /** Whether the bill can be disputed no more, by anybody, at this time of the ledger; open disputes apart. */
    public static boolean isFinal(State state, PeriodView period, long timeMillis) {
        return timeMillis >= deadlineMillis(state, period) || silent(state, period).isEmpty();
    }
}
