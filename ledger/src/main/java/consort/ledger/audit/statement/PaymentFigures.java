package consort.ledger.audit.statement;

import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.fold.DisputeView;
import consort.ledger.fold.InstructionView;
import consort.ledger.money.Amounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Who pays whom, whether it was paid, and what members said of the bill. */
final class PaymentFigures {

    private static final String ACKNOWLEDGING = "who acknowledges a bill accepts it, and disputes it no more";

    private PaymentFigures() {
    }

    static List<Figure> payments(Statement statement) {
        if (statement.transfers().isEmpty()) {
            return List.of(Figure.of("transfers", "none", "", statement.open() ? "as things stand, no payment would follow"
                    : "nothing is owed to or by it", statement.closed()).on(new Grounds(statement).payables()));
        }
        return statement.transfers().stream().flatMap(transfer -> payment(statement, transfer)).toList();
    }

    private static Stream<Figure> payment(Statement statement, Transfer transfer) {
        boolean pays = transfer.from().equals(statement.organization());
        Optional<InstructionView> instruction = statement.aftermath().flatMap(said -> said.instruction(transfer.from(), transfer.to()));
        List<Long> entries = new ArrayList<>(statement.open() ? List.of() : List.of(statement.toIndex()));
        instruction.ifPresent(one -> entries.add(one.index()));
        instruction.flatMap(one -> one.confirmedAt().stream().boxed().findFirst()).ifPresent(entries::add);
        String who = pays ? (statement.open() ? "would pay to " : "pays to ") + transfer.to()
                : (statement.open() ? "would receive from " : "receives from ") + transfer.from();
        Figure payment = Figure.of("transfers", who, Amounts.format(transfer.amountMinor(), statement.currency()),
                "the fewest payments that settle what all are to pay" + (statement.open() ? "; nothing is owed before the period is closed" : ""), entries)
                .on(new Grounds(statement).payables());
        if (statement.open()) {
            return Stream.of(payment);
        }
        return Stream.concat(Stream.of(payment), instruction.isPresent() ? state(statement, instruction.get())
                : Stream.of(Figure.part("  not due yet: the operator has not instructed it", "", statement.toIndex())));
    }

    /** A payee that was revoked has no key to confirm with: the money may have come all the same. */
    private static Stream<Figure> state(Statement statement, InstructionView one) {
        String payee = one.instruct().to();
        Optional<Long> left = statement.aftermath().map(said -> said.left().get(payee)).filter(entry -> !one.confirmed());
        return Stream.concat(Stream.of(state(one)), left.stream()
                .map(entry -> Figure.part("  " + payee + ", revoked in entry " + entry + ", can confirm nothing", "", entry)));
    }

    private static Figure state(InstructionView one) {
        return one.confirmed()
                ? Figure.part("  paid: confirmed by " + one.instruct().to() + " in entry " + one.confirmedAt().getAsLong(), "",
                        one.confirmedAt().getAsLong())
                : Figure.part("  instructed in entry " + one.index() + ", not confirmed yet", "", one.index());
    }

    static List<Figure> said(Statement statement) {
        if (statement.aftermath().isEmpty()) {
            return List.of();
        }
        Aftermath said = statement.aftermath().get();
        List<Figure> figures = new ArrayList<>();
        figures.add(deadline(statement, said));
        figures.add(said.accepted().isEmpty()
                ? Figure.of("acknowledgment", "not acknowledged by " + statement.organization(), "", ACKNOWLEDGING, List.of())
                : Figure.of("acknowledgment", "acknowledged by " + statement.organization() + " in entry " + said.accepted().getAsLong(), "",
                        ACKNOWLEDGING, List.of(said.accepted().getAsLong())));
        others(statement, said).ifPresent(figures::add);
        said.disputes().forEach(one -> figures.add(dispute(one)));
        return figures;
    }

    /** Whoever accepted a bill, or was revoked, disputes it no more, however much time is left. */
    private static Figure deadline(Statement statement, Aftermath said) {
        String until = Instant.ofEpochMilli(said.disputableUntilMillis()).toString();
        String how = "the close's time and the charter's days, by ledger time";
        List<Long> entries = List.of(statement.toIndex(), 0L);
        if (said.disputable() || said.overdue()) {
            return Figure.of("dispute", said.disputable() ? "can be disputed until" : "could be disputed until", until, how, entries);
        }
        String others = able(statement, said).isEmpty() ? "" : "; others, as long as they have not accepted it, until " + until + ": " + how;
        return said.accepted().isPresent()
                ? Figure.of("dispute", "can be disputed by " + statement.organization(), "no more: it accepted",
                        "who accepted a bill disputes it no more" + others, entries)
                        .on(Figure.ground("its acceptance", "", List.of(said.accepted().getAsLong())))
                : Figure.of("dispute", "can be disputed by " + statement.organization(), "no more: revoked",
                        "who was revoked has no key to dispute it with" + others, entries)
                        .on(Figure.ground("its revocation", "", List.of(said.left().get(statement.organization()))));
    }

    /** Until when those can dispute it who still can, where that is not what the figure above says. */
    private static Optional<Figure> others(Statement statement, Aftermath said) {
        List<String> able = able(statement, said);
        return said.disputable() || said.overdue() || able.isEmpty() ? Optional.empty()
                : Optional.of(Figure.part("  others, who have not accepted it (" + Figures.shortened(String.join(", ", able)) + "), until",
                        Instant.ofEpochMilli(said.disputableUntilMillis()).toString(), statement.toIndex(), 0L));
    }

    /** Others who are in the bill, have not accepted it, and have a key to dispute it with. */
    private static List<String> able(Statement statement, Aftermath said) {
        return statement.origins().lines().stream().map(PeriodClose.Line::organization)
                .filter(name -> !name.equals(statement.organization()) && !said.acknowledged().containsKey(name) && !said.left().containsKey(name))
                .toList();
    }

    private static Figure dispute(DisputeView view) {
        String about = view.dispute().claim().isPresent() ? "claim " + view.dispute().claim().getAsLong() + ", " : "";
        String outcome = view.resolution().isPresent()
                ? view.resolution().get().outcome().text() + " in entry " + view.resolvedAt().getAsLong() : "open";
        return Figure.of("disputes", "dispute of " + view.dispute().organization() + " in entry " + view.index() + ": " + about
                + Figures.shortened(view.dispute().reason()), outcome, "a member's dispute of this bill, and what the operator answered",
                Stream.of(OptionalLong.of(view.index()), view.resolvedAt(), view.dispute().claim())
                        .flatMapToLong(OptionalLong::stream).boxed().toList());
    }
}
