package consort.ledger.export;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Books as a file that {@code bean-check} accepts. */
public final class BeancountJournal {

    private static final String INDENT = "  ";

    private BeancountJournal() {
    }

    /** @param basis what the export rests on, in lines */
    public static String of(Books books, List<String> basis) {
        List<String> lines = new ArrayList<>(JournalLines.preface(books, basis));
        lines.add("");
        lines.add("option \"title\" \"" + books.origin() + "\"");
        lines.add("option \"operating_currency\" \"" + books.currency() + "\"");
        lines.add("");
        opened(books).forEach((account, date) -> lines.add(date + " open " + account.name() + " " + books.currency()));
        books.transactions().forEach(transaction -> add(books, transaction, lines));
        return JournalLines.text(lines);
    }

    /** Each account from the day of its first transaction. */
    private static Map<Account, LocalDate> opened(Books books) {
        Map<Account, LocalDate> opened = new TreeMap<>();
        books.transactions().forEach(transaction -> transaction.postings()
                .forEach(posting -> opened.putIfAbsent(posting.account(), transaction.date())));
        return opened;
    }

    private static void add(Books books, Transaction transaction, List<String> lines) {
        lines.add("");
        lines.add(transaction.date() + " " + JournalLines.flag(transaction) + " \"" + transaction.text() + "\"");
        lines.add(INDENT + "ledger: \"" + books.origin() + "\"");
        lines.add(INDENT + "entry: " + transaction.entry());
        lines.add(INDENT + "period: " + transaction.period());
        lines.addAll(JournalLines.postings(transaction, books.currency(), INDENT));
    }
}
