package consort.ledger.export;

import consort.ledger.money.Amounts;
import java.util.ArrayList;
import java.util.List;

/** Books as a journal that {@code hledger check --strict} accepts. */
public final class HledgerJournal {

    private static final String INDENT = "    ";

    private HledgerJournal() {
    }

    /** @param basis what the export rests on, in lines */
    public static String of(Books books, List<String> basis) {
        List<String> lines = new ArrayList<>(JournalLines.preface(books, basis));
        lines.add("");
        // In a currency of three digits, 46.609 could else be read as a large number.
        lines.add("decimal-mark .");
        lines.add("commodity " + sample(books.currency()));
        lines.add("");
        books.accounts().forEach(account -> lines.add("account " + account.name()));
        books.transactions().forEach(transaction -> add(books, transaction, lines));
        return JournalLines.text(lines);
    }

    /** hledger wants to see a decimal mark, in a currency without minor units too. */
    private static String sample(String currency) {
        String zero = Amounts.format(0, currency);
        return "1000" + (zero.length() == 1 ? "." : zero.substring(1)) + " " + currency;
    }

    private static void add(Books books, Transaction transaction, List<String> lines) {
        lines.add("");
        lines.add(transaction.date() + " " + JournalLines.flag(transaction) + " " + transaction.text());
        lines.add(INDENT + "; ledger: " + books.origin());
        lines.add(INDENT + "; entry: " + transaction.entry());
        lines.add(INDENT + "; period: " + transaction.period());
        lines.addAll(JournalLines.postings(transaction, books.currency(), INDENT));
    }
}
