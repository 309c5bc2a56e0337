package consort.ledger.export;

import consort.ledger.entry.Journal;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Correction;
import consort.ledger.entry.PeriodClose.Line;
import consort.ledger.export.Account.Subject;
import consort.ledger.export.Transaction.Kind;
import consort.ledger.export.Transaction.Posting;
import consort.ledger.fold.JournalView;
import consort.ledger.fold.PeriodView;
import java.util.ArrayList;
import java.util.List;

/**
 * The transactions of one closed period. Whatever an organization receives or owes with its close goes over one account, receivable or
 * payable as the whole is: so the transfers settle it exactly.
 */
final class BillTransactions {

    private final PeriodView period;
    private final PeriodClose close;

    BillTransactions(PeriodView period) {
        this.period = period;
        this.close = period.close();
    }

    /** @param journals of the period; they are older than its close */
    List<Transaction> all(List<JournalView> journals) {
        List<Transaction> transactions = new ArrayList<>();
        journals.forEach(journal -> transactions.add(adjustment(journal)));
        close.members().forEach(line -> transactions.add(bill(line)));
        close.corrections().forEach(correction -> transactions.add(correction(correction)));
        close.transfers().forEach(transfer -> transactions.add(transfer(transfer)));
        return transactions;
    }

    /** What a member did not have is left out, device time and share apart: these make a line. */
    private Transaction bill(Line line) {
        String member = line.organization();
        List<Posting> postings = new ArrayList<>();
        postings.add(new Posting(Account.of(Subject.DEVICE_TIME, member), line.externalMinor() - line.creditMinor()));
        add(postings, Subject.EXTERNAL_COSTS, member, -line.externalMinor());
        add(postings, Subject.DEFICIT, member, line.cutMinor());
        postings.add(new Posting(Account.of(Subject.SHARE, member), line.shareMinor()));
        add(postings, side(line), member, line.netMinor());
        return of(Kind.BILL, member, postings);
    }

    private Transaction correction(Correction correction) {
        String member = correction.organization();
        List<Posting> postings = new ArrayList<>();
        add(postings, Subject.CORRECTED_CREDIT, member, -correction.creditMinor());
        add(postings, Subject.CORRECTED_SHARE, member, correction.shareMinor());
        add(postings, side(close.line(member).orElseThrow()), member, correction.netMinor());
        return of(Kind.CORRECTION, member + ", correction of period " + correction.period(), postings);
    }

    /** All who agreed in one, as it is one entry; each one's two postings balance. */
    private Transaction adjustment(JournalView view) {
        Journal journal = view.journal();
        List<Posting> postings = new ArrayList<>();
        for (Journal.Posting posting : journal.postings()) {
            String member = posting.organization();
            add(postings, Subject.ADJUSTMENTS, member, -posting.amountMinor());
            add(postings, side(close.line(member).orElseThrow()), member, posting.amountMinor());
        }
        return new Transaction(Kind.ADJUSTMENT, view.index(), close.period(), journal.timeMillis(),
                text("adjustment of " + journal.postings().size() + " members"), postings);
    }

    /** Both sides, so that the books of each organization alone balance. */
    private Transaction transfer(PeriodClose.Transfer transfer) {
        String payer = transfer.from();
        String payee = transfer.to();
        long amount = transfer.amountMinor();
        return of(Kind.TRANSFER, payer + " owes " + payee,
                List.of(new Posting(Account.of(Subject.NET_PAYABLE, payer), amount),
                        new Posting(Account.between(Subject.PAYABLE, payer, payee), -amount),
                        new Posting(Account.of(Subject.NET_RECEIVABLE, payee), -amount),
                        new Posting(Account.between(Subject.RECEIVABLE, payee, payer), amount)));
    }

    private static Subject side(Line line) {
        long sign = line.payableMinor() == 0 ? line.netMinor() : line.payableMinor();
        return sign >= 0 ? Subject.NET_RECEIVABLE : Subject.NET_PAYABLE;
    }

    private static void add(List<Posting> postings, Subject subject, String member, long amountMinor) {
        if (amountMinor != 0) {
            postings.add(new Posting(Account.of(subject, member), amountMinor));
        }
    }

    private Transaction of(Kind kind, String text, List<Posting> postings) {
        return new Transaction(kind, period.index(), close.period(), close.timeMillis(), text(text), postings);
    }

    private String text(String what) {
        return "Period " + close.period() + ": " + what;
    }
}
