package consort.ledger.audit.statement;

import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.fold.DisputeView;
import consort.ledger.fold.InstructionView;
import consort.ledger.money.Amounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who pays whom, whether it was paid, and what members said of the bill. */
final class PaymentFigures {

    private PaymentFigures() {
    }

    static List<Figure> payments(Statement statement) {
        if (statement.transfers().isEmpty()) {
            return List.of(Figure.of("transfers", "none", "", "nothing is owed to or by it", List.of()));
        }
        return statement.transfers().stream().flatMap(transfer -> payment(statement, transfer)).toList();
    }

    private static Stream<Figure> payment(Statement statement, Transfer transfer) {
        boolean pays = transfer.from().equals(statement.organization());
        Optional<InstructionView> instruction = statement.aftermath().flatMap(said -> said.instruction(transfer.from(), transfer.to()));
        List<Long> entries = new ArrayList<>(statement.open() ? List.of() : List.of(statement.toIndex()));
        instruction.ifPresent(one -> entries.add(one.index()));
        instruction.flatMap(one -> one.confirmedAt().stream().boxed().findFirst()).ifPresent(entries::add);
        Figure payment = Figure.of("transfers", pays ? "pays to " + transfer.to() : "receives from " + transfer.from(),
                Amounts.format(transfer.amountMinor(), statement.currency()), "the fewest payments that settle what all are to pay", entries);
        return Stream.concat(Stream.of(payment), instruction.stream().map(PaymentFigures::state));
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
        String until = Instant.ofEpochMilli(said.disputableUntilMillis()).toString();
        figures.add(Figure.of("dispute", said.disputable() ? "can be disputed until" : "could be disputed until", until,
                "the close's time and the charter's days, by ledger time", List.of(statement.toIndex())));
        Long own = said.acknowledged().get(statement.organization());
        figures.add(own == null ? Figure.part("not acknowledged by " + statement.organization(), "")
                : Figure.part("acknowledged by " + statement.organization() + " in entry " + own, "", own));
        said.disputes().forEach(one -> figures.add(dispute(one)));
        return figures;
    }

    private static Figure dispute(DisputeView view) {
        String about = view.dispute().claim().isPresent() ? "claim " + view.dispute().claim().getAsLong() + ", " : "";
        String outcome = view.resolution().isPresent()
                ? view.resolution().get().outcome().text() + " in entry " + view.resolvedAt().getAsLong() : "open";
        return Figure.part("dispute of " + view.dispute().organization() + " in entry " + view.index() + ": " + about
                + Figures.shortened(view.dispute().reason()), outcome, view.index());
    }
}
