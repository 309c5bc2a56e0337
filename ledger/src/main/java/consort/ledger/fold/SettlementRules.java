package consort.ledger.fold;

import consort.ledger.entry.Entry;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import java.time.Instant;
import java.util.List;

/** How a bill's transfers are paid. */
final class SettlementRules {

    private SettlementRules() {
    }

    static Change instruct(State state, Entry entry, SettlementInstruct body, Check check) throws RuleViolation {
        check.equal(Rule.SETTLEMENT, "instruction", state.settlements().nextInstruction(), body.instruction());
        PeriodView period = check.present(Settling.period(state, body.period()), Rule.SETTLEMENT, "period", "a closed period",
                body.period());
        check.that(period.close().transfers().contains(body.transfer()), Rule.SETTLEMENT, "amountMinor",
                "a transfer of the bill of period " + body.period(), body.transfer());
        check.that(Settling.due(state, period).contains(body.transfer()), Rule.SETTLEMENT, "from",
                "a transfer that was not instructed yet", body.transfer());
        List<Long> open = Settling.openDisputes(state, period).stream().map(DisputeView::index).toList();
        check.that(open.isEmpty(), Rule.SETTLEMENT, "period", "a bill with no open dispute", "dispute " + open);
        check.that(Settling.isFinal(state, period, body.timeMillis()), Rule.SETTLEMENT, "timeMillis",
                "at least " + Settling.deadlineMillis(state, period) + " (" + Instant.ofEpochMilli(Settling.deadlineMillis(state, period))
                        + "), as not all accepted the bill: " + String.join(", ", Settling.silent(state, period)), body.timeMillis());
        return () -> state.settlements.instructed(entry.index(), body);
    }

    static Change confirm(State state, Entry entry, SettlementConfirm body, Check check) throws RuleViolation {
        InstructionView instruction = check.present(state.settlements().instruction(body.instruction()), Rule.SETTLEMENT,
                "instruction", "the number of an instruction", body.instruction());
        check.equal(Rule.SETTLEMENT, "organization", instruction.instruct().to(), body.organization());
        check.equal(Rule.SETTLEMENT, "from", instruction.instruct().from(), body.from());
        check.equal(Rule.SETTLEMENT, "amountMinor", instruction.instruct().amountMinor(), body.amountMinor());
        check.that(!instruction.confirmed(), Rule.SETTLEMENT, "instruction", "one that was not confirmed yet",
                body.instruction() + " was, at " + instruction.confirmedAt().orElse(0));
        return () -> state.settlements.confirmed(entry.index(), body, state.ledgerTimeMillis());
    }
}
