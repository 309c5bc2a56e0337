package consort.ledger.audit.statement;

import consort.ledger.fold.DisputeView;
import consort.ledger.fold.InstructionView;
import consort.ledger.fold.PeriodView;
import consort.ledger.fold.Settlements;
import consort.ledger.fold.Settling;
import consort.ledger.fold.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was said of a closed period's bill, up to the end of the ledger.
 *
 * @param organization whose statement it is
 * @param left whose part ended, with the entry that ended it: they have no key any more to say anything with
 * @param closedMillis ledger time of the close
 * @param disputableUntilMillis ledger time from which it can be disputed no more
 * @param ledgerTimeMillis up to which this is known
 * @param acknowledged by whom, with the entry of each
 * @param disputes of all members, for all pay for all
 * @param instructions of payments that the organization makes or receives
 */
public record Aftermath(String organization, SortedMap<String, Long> left, long closedMillis, long disputableUntilMillis, long ledgerTimeMillis, SortedMap<String, Long> acknowledged,
        List<DisputeView> disputes, List<InstructionView> instructions) {

    public Aftermath {
        disputes = List.copyOf(disputes);
        instructions = List.copyOf(instructions);
    }

    static Aftermath of(State state, PeriodView period, String organization) {
        Settlements settlements = state.settlements();
        long number = period.close().period();
        return new Aftermath(organization, left(state), period.close().timeMillis(), Settling.deadlineMillis(state, period), state.ledgerTimeMillis(), settlements.acks(number),
                settlements.disputes(number), settlements.instructions(number).stream()
                        .filter(one -> one.instruct().from().equals(organization) || one.instruct().to().equals(organization)).toList());
    }

    private static SortedMap<String, Long> left(State state) {
        TreeMap<String, Long> left = new TreeMap<>();
        state.members().values().forEach(member -> member.revoked().ifPresent(entry -> left.put(member.organization(), entry)));
        return left;
    }

    /** Whether the organization can dispute it: there is time, it has a key, and it has not accepted it. */
    public boolean disputable() {
        return !overdue() && accepted().isEmpty() && !left.containsKey(organization);
    }

    /** Whether the time is over in which anybody could dispute it. */
    public boolean overdue() {
        return ledgerTimeMillis >= disputableUntilMillis;
    }

    /** Entry of the organization's acceptance, which ends its right to dispute. */
    public OptionalLong accepted() {
        Long own = acknowledged.get(organization);
        return own == null ? OptionalLong.empty() : OptionalLong.of(own);
    }

    /** What was instructed of one payment, if it was. */
    public Optional<InstructionView> instruction(String from, String to) {
        return instructions.stream().filter(one -> one.instruct().from().equals(from) && one.instruct().to().equals(to)).findFirst();
    }
}
