package consort.ledger.export;

import consort.ledger.entry.SettlementInstruct;
import consort.ledger.export.Account.Subject;
import consort.ledger.export.Transaction.Kind;
import consort.ledger.export.Transaction.Posting;
import consort.ledger.fold.InstructionView;
import java.util.ArrayList;
import java.util.List;

/** The transactions of one payment, of both sides, so that the books of each organization alone balance. */
final class PaymentTransactions {

    private final InstructionView view;
    private final SettlementInstruct instruct;

    PaymentTransactions(InstructionView view) {
        this.view = view;
        this.instruct = view.instruct();
    }

    /** It becomes due with its instruction, and money moves with the payee's confirmation. */
    List<Transaction> all() {
        List<Transaction> transactions = new ArrayList<>();
        transactions.add(of(Kind.INSTRUCTION, view.index(), instruct.timeMillis(), " is to pay ", List.of(
                between(Subject.PAYABLE, instruct.from(), instruct.to(), instruct.amountMinor()),
                between(Subject.DUE_PAYABLE, instruct.from(), instruct.to(), -instruct.amountMinor()),
                between(Subject.RECEIVABLE, instruct.to(), instruct.from(), -instruct.amountMinor()),
                between(Subject.DUE_RECEIVABLE, instruct.to(), instruct.from(), instruct.amountMinor()))));
        view.confirmedAt().ifPresent(entry -> transactions.add(
                of(Kind.PAYMENT, entry, view.confirmedMillis().orElseThrow(), " paid ", List.of(
                        between(Subject.DUE_PAYABLE, instruct.from(), instruct.to(), instruct.amountMinor()),
                        new Posting(Account.of(Subject.CASH, instruct.from()), -instruct.amountMinor()),
                        between(Subject.DUE_RECEIVABLE, instruct.to(), instruct.from(), -instruct.amountMinor()),
                        new Posting(Account.of(Subject.CASH, instruct.to()), instruct.amountMinor())))));
        return transactions;
    }

    private Transaction of(Kind kind, long entry, long timeMillis, String does, List<Posting> postings) {
        return new Transaction(kind, entry, instruct.period(), timeMillis, "Period " + instruct.period() + ": " + instruct.from() + does
                + instruct.to() + ", payment " + instruct.instruction(), postings);
    }

    private static Posting between(Subject subject, String organization, String counterparty, long amountMinor) {
        return new Posting(Account.between(subject, organization, counterparty), amountMinor);
    }
}
