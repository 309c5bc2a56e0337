package consort.ledger.export;

import consort.ledger.entry.PeriodClose;
import consort.ledger.export.Account.Subject;
import consort.ledger.export.Transaction.Kind;
import consort.ledger.export.Transaction.Posting;
import consort.ledger.fold.PeriodView;
import consort.ledger.fold.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The closed periods of a ledger, in double entry.
 *
 * @param origin of the ledger
 * @param currency ISO 4217
 * @param transactions by period; in each the bill by member, then its transfers
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
        return of(state.origin(), state.charter().currency(), state.periods());
    }

    static Books of(String origin, String currency, List<PeriodView> periods) {
        List<Transaction> transactions = new ArrayList<>();
        for (PeriodView period : periods) {
            period.close().members().forEach(line -> transactions.add(bill(period, line)));
            period.close().transfers().forEach(transfer -> transactions.add(instruction(period, transfer)));
        }
        return new Books(origin, currency, transactions);
    }

    /** All accounts that are posted to, in the order of their names. */
    SortedSet<Account> accounts() {
        SortedSet<Account> accounts = new TreeSet<>();
        transactions.forEach(transaction -> transaction.postings().forEach(posting -> accounts.add(posting.account())));
        return accounts;
    }

    /** What a member did not have is left out, device time and share apart: these make a line. */
    private static Transaction bill(PeriodView period, PeriodClose.Line line) {
        String member = line.organization();
        List<Posting> postings = new ArrayList<>();
        postings.add(new Posting(Account.of(Subject.DEVICE_TIME, member), line.externalMinor() - line.creditMinor()));
        if (line.externalMinor() != 0) {
            postings.add(new Posting(Account.of(Subject.EXTERNAL_COSTS, member), -line.externalMinor()));
        }
        postings.add(new Posting(Account.of(Subject.SHARE, member), line.shareMinor()));
        if (line.netMinor() != 0) {
            Subject side = line.netMinor() > 0 ? Subject.NET_RECEIVABLE : Subject.NET_PAYABLE;
            postings.add(new Posting(Account.of(side, member), line.netMinor()));
        }
        return transaction(period, Kind.BILL, "Period " + period.close().period() + ": " + member, postings);
    }

    /** Both sides, so that the books of each organization alone balance. */
    private static Transaction instruction(PeriodView period, PeriodClose.Transfer transfer) {
        String payer = transfer.from();
        String payee = transfer.to();
        long amount = transfer.amountMinor();
        return transaction(period, Kind.INSTRUCTION, "Period " + period.close().period() + ": " + payer + " is to pay " + payee,
                List.of(new Posting(Account.of(Subject.NET_PAYABLE, payer), amount),
                        new Posting(Account.between(Subject.PAYABLE, payer, payee), -amount),
                        new Posting(Account.of(Subject.NET_RECEIVABLE, payee), -amount),
                        new Posting(Account.between(Subject.RECEIVABLE, payee, payer), amount)));
    }

    private static Transaction transaction(PeriodView period, Kind kind, String text, List<Posting> postings) {
        PeriodClose close = period.close();
        return new Transaction(kind, period.index(), close.period(), close.timeMillis(), text, postings);
    }
}
