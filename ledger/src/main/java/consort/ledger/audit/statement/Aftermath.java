package consort.ledger.audit.statement;

import consort.ledger.fold.DisputeView;
import consort.ledger.fold.InstructionView;
import consort.ledger.fold.PeriodView;
import consort.ledger.fold.Settlements;
import consort.ledger.fold.Settling;
import consort.ledger.fold.State;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What was said of a closed period's bill, up to the end of the ledger.
 *
 * @param disputableUntilMillis ledger time from which it can be disputed no more
 * @param ledgerTimeMillis up to which this is known
 * @param acknowledged by whom, with the entry of each
 * @param disputes of all members, for all pay for all
 * @param instructions of payments that the organization makes or receives
 */
public record Aftermath(long disputableUntilMillis, long ledgerTimeMillis, SortedMap<String, Long> acknowledged,
        List<DisputeView> disputes, List<InstructionView> instructions) {

    public Aftermath {
        disputes = List.copyOf(disputes);
        instructions = List.copyOf(instructions);
    }

    static Aftermath of(State state, PeriodView period, String organization) {
        Settlements settlements = state.settlements();
        long number = period.close().period();
        return new Aftermath(Settling.deadlineMillis(state, period), state.ledgerTimeMillis(), settlements.acks(number),
                settlements.disputes(number), settlements.instructions(number).stream()
                        .filter(one -> one.instruct().from().equals(organization) || one.instruct().to().equals(organization)).toList());
    }

    public boolean disputable() {
        return ledgerTimeMillis < disputableUntilMillis;
    }

    /** What was instructed of one payment, if it was. */
    public Optional<InstructionView> instruction(String from, String to) {
        return instructions.stream().filter(one -> one.instruct().from().equals(from) && one.instruct().to().equals(to)).findFirst();
    }
}
