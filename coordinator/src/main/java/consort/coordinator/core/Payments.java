package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.coordinator.core.Reply.Payment;
import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.fold.DisputeView;
import consort.ledger.fold.InstructionView;
import consort.ledger.fold.PeriodView;
import consort.ledger.fold.Settling;
import consort.ledger.fold.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From a bill that nobody disputes any more to its payments. Instructed again, those that were instructed are told again. */
final class Payments {

    private Payments() {
    }

    static void settle(Turn turn, Event.SettlePeriod event) {
        Optional<PeriodView> period = Settling.period(turn.state(), event.period());
        if (period.isEmpty()) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, Disputes.notClosed(turn.state(), event.period()));
            return;
        }
        List<Transfer> due = Settling.due(turn.state(), period.get());
        Optional<String> obstacle = due.isEmpty() ? Optional.empty() : obstacle(turn, period.get());
        if (obstacle.isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, obstacle.get());
        } else {
            turn.answer(event.ticket(), new Reply.Settled(event.period(), turn.state().charter().currency(), payments(turn, period.get(), due),
                    due.isEmpty()));
        }
    }

    /** What was instructed before, and what is instructed now. */
    private static List<Payment> payments(Turn turn, PeriodView period, List<Transfer> due) {
        State state = turn.state();
        List<Payment> payments = new ArrayList<>();
        state.settlements().instructions(period.close().period()).forEach(one -> payments.add(payment(one)));
        long number = state.settlements().nextInstruction();
        for (Transfer transfer : due) {
            payments.add(new Payment(number, turn.nextIndex(), transfer, false));
            turn.append(new SettlementInstruct(turn.timeMillis(), number, period.close().period(), transfer.from(), transfer.to(),
                    transfer.amountMinor()));
            number++;
        }
        if (!due.isEmpty()) {
            turn.release(new Effect.Publish());
        }
        return payments;
    }

    private static Payment payment(InstructionView one) {
        return new Payment(one.instruct().instruction(), one.index(), one.instruct().transfer(), one.confirmed());
    }

    /** Why a period's transfers cannot be instructed yet. */
    private static Optional<String> obstacle(Turn turn, PeriodView period) {
        State state = turn.state();
        long number = period.close().period();
        List<DisputeView> open = Settling.openDisputes(state, period);
        if (!open.isEmpty()) {
            return Optional.of("the bill of period " + number + " is disputed: by "
                    + Named.list(open.stream().map(one -> one.dispute().organization() + " (entry " + one.index() + ")").toList())
                    + "; 'consort coordinator resolve ENTRY' with --uphold or --reject, and --reason TEXT, ends that");
        }
        return Settling.isFinal(state, period, turn.timeMillis())
                ? WitnessStatus.unseen(turn, "the bill of period " + number, period.index())
                : Optional.of("the bill of period " + number + " can be disputed until "
                        + Instant.ofEpochMilli(Settling.deadlineMillis(state, period)) + "; it is settled before that when all who are in"
                        + " it accepted it ('consort member ack'), and these have not: " + Named.list(silent(state, period)));
    }

    /** Who has not accepted a bill, for people. */
    static List<String> silent(State state, PeriodView period) {
        return Settling.silent(state, period).stream().map(name -> name + (isRevoked(state, name) ? " (revoked, who cannot)" : "")).toList();
    }

    static boolean isRevoked(State state, String organization) {
        return state.members().get(organization).revoked().isPresent();
    }

    /** Why a confirmation cannot be entered. */
    static Optional<String> unfit(State state, SettlementConfirm confirm) {
        Optional<InstructionView> instruction = state.settlements().instruction(confirm.instruction());
        if (instruction.isEmpty()) {
            return Optional.of("there is no payment " + confirm.instruction());
        }
        SettlementInstruct instruct = instruction.get().instruct();
        if (!instruct.to().equals(confirm.organization())) {
            return Optional.of("payment " + confirm.instruction() + " is to " + instruct.to() + ", who alone confirms it");
        }
        if (!instruct.from().equals(confirm.from()) || instruct.amountMinor() != confirm.amountMinor()) {
            return Optional.of("payment " + confirm.instruction() + " is " + instruct.amountMinor() + " minor units from " + instruct.from()
                    + ", not " + confirm.amountMinor() + " from " + confirm.from());
        }
        return instruction.get().confirmed() ? Optional.of("payment " + confirm.instruction() + " was confirmed already, with entry "
                + instruction.get().confirmedAt().orElseThrow()) : Optional.empty();
    }
}
