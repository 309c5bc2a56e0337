package consort.ledger.export;

import consort.ledger.export.Transaction.Posting;
import consort.ledger.money.Amounts;
import java.util.ArrayList;
import java.util.List;

/**
 * Books as a table, a row for each posting (RFC 4180, with the line ends of Unix). No field needs quotation marks: names, dates
 * and numbers hold neither commas nor quotation marks.
 */
public final class PostingsCsv {

    private static final String HEAD =
            "ledger,entry,period,date,transaction,kind,organization,counterparty,account,amount,currency";

    private PostingsCsv() {
    }

    /** The column {@code transaction} counts 1, 2, … and says which rows belong together. */
    public static String of(Books books) {
        List<String> rows = new ArrayList<>();
        rows.add(HEAD);
        for (int i = 0; i < books.transactions().size(); i++) {
            Transaction transaction = books.transactions().get(i);
            for (Posting posting : transaction.postings()) {
                rows.add(row(books, i + 1, transaction, posting));
            }
        }
        return String.join("\n", rows) + "\n";
    }

    private static String row(Books books, int number, Transaction transaction, Posting posting) {
        return String.join(",",
                books.origin(),
                Long.toString(transaction.entry()),
                Long.toString(transaction.period()),
                transaction.date().toString(),
                Integer.toString(number),
                transaction.kind().text(),
                posting.account().organization(),
                posting.account().counterparty().orElse(""),
                posting.account().name(),
                Amounts.format(posting.amountMinor(), books.currency()),
                books.currency());
    }
}
