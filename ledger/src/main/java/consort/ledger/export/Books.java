package consort.ledger.export;

import consort.ledger.fold.InstructionView;
import consort.ledger.fold.JournalView;
import consort.ledger.fold.PeriodView;
import consort.ledger.fold.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The closed periods of a ledger, in double entry.
 *
 * @param origin of the ledger
 * @param currency ISO 4217
 * @param transactions in the order of the entries that they follow from; with each close the bill by member, corrections,
 *     transfers
 */
public record Books(String origin, String currency, List<Transaction> transactions) {

    public Books {
        transactions = List.copyOf(transactions);
    }

    /**
     * The books of everything that is closed.
     *
     * @param state of a ledger that has its charter
     * @throws IllegalArgumentException when a period was closed after the year 9999
     */
    public static Books of(State state) {
        return of(state.origin(), state.charter().currency(), state.periods(), state.accounts().journals(),
                state.settlements().instructions());
    }

    static Books of(String origin, String currency, List<PeriodView> periods, List<JournalView> journals,
            List<InstructionView> payments) {
        List<Transaction> transactions = new ArrayList<>();
        for (PeriodView period : periods) {
            transactions.addAll(new BillTransactions(period).all(
                    journals.stream().filter(journal -> journal.period() == period.close().period()).toList()));
        }
        payments.forEach(payment -> transactions.addAll(new PaymentTransactions(payment).all()));
        transactions.sort(Comparator.comparingLong(Transaction::entry));
        return new Books(origin, currency, transactions);
    }

    /** All accounts that are posted to, in the order of their names. */
    SortedSet<Account> accounts() {
        SortedSet<Account> accounts = new TreeSet<>();
        transactions.forEach(transaction -> transaction.postings().forEach(posting -> accounts.add(posting.account())));
        return accounts;
    }
}
