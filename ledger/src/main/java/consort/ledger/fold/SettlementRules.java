package consort.ledger.fold;

import consort.ledger.entry.Entry;
import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** How a bill's transfers are paid. */
final class SettlementRules {

    private SettlementRules() {
    }

    static Change instruct(State state, Entry entry, SettlementInstruct body, Check check) throws RuleViolation {
        check.equal(Rule.SETTLEMENT, "instruction", state.settlements().nextInstruction(), body.instruction());
        PeriodView period = check.present(Settling.period(state, body.period()), Rule.SETTLEMENT, "period", "a closed period",
                body.period());
        requireOfBill(period.close().transfers(), body, check);
        check.that(Settling.due(state, period).contains(body.transfer()), Rule.SETTLEMENT, "from",
                "a transfer that was not instructed yet", body.transfer());
        List<Long> open = Settling.openDisputes(state, period).stream().map(DisputeView::index).toList();
        check.that(open.isEmpty(), Rule.SETTLEMENT, "period", "a bill with no open dispute", "dispute " + open);
        check.that(Settling.isFinal(state, period, body.timeMillis()), Rule.SETTLEMENT, "timeMillis",
                "at least " + Settling.deadlineMillis(state, period) + " (" + Instant.ofEpochMilli(Settling.deadlineMillis(state, period))
                        + "), as not all accepted the bill: " + String.join(", ", Settling.silent(state, period)), body.timeMillis());
        return () -> state.settlements.instructed(entry.index(), body);
    }

    /** Told by the first field that no transfer of the bill has. */
    private static void requireOfBill(List<Transfer> transfers, SettlementInstruct body, Check check) throws RuleViolation {
        List<Transfer> paid = transfers.stream().filter(one -> one.from().equals(body.from())).toList();
        check.that(!paid.isEmpty(), Rule.SETTLEMENT, "from", "one who pays by the bill of period " + body.period() + ": "
                + transfers.stream().map(Transfer::from).distinct().collect(Collectors.joining(", ")), body.from());
        List<Transfer> received = paid.stream().filter(one -> one.to().equals(body.to())).toList();
        check.that(!received.isEmpty(), Rule.SETTLEMENT, "to",
                paid.stream().map(Transfer::to).distinct().collect(Collectors.joining(" or ")), body.to());
        check.equal(Rule.SETTLEMENT, "amountMinor", received.getFirst().amountMinor(), body.amountMinor());
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
