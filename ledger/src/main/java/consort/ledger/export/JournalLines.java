package consort.ledger.export;

import consort.ledger.export.Transaction.Kind;
import consort.ledger.export.Transaction.Posting;
import consort.ledger.money.Amounts;
import java.util.ArrayList;
import java.util.List;

/** What the journals of hledger and beancount have in common. */
final class JournalLines {

    private JournalLines() {
    }

    /**
     * What stands above the transactions, as comments.
     *
     * @param basis what the export rests on, in lines
     */
    static List<String> preface(Books books, List<String> basis) {
        List<String> lines = new ArrayList<>(List.of(
                "The closed periods of the ledger " + books.origin(),
                "",
                "Each member's line of a bill is a transaction: device time and external costs are its income, its share of the",
                "pool is its expense, the net is receivable or payable, by whom to whom its transfers say. An instruction to pay one is",
                "pending (!): it says what is due. Money moves when the payee confirms it, and Cash is the sum of what was confirmed.",
                "Every transaction names the entry that it follows from.",
                ""));
        lines.addAll(basis);
        return lines.stream().map(line -> ("; " + line).stripTrailing()).toList();
    }

    /** The sign of a settled or of a pending transaction, which both programs share. */
    static String flag(Transaction transaction) {
        return transaction.kind() == Kind.INSTRUCTION ? "!" : "*";
    }

    /** Postings with their amounts below each other. */
    static List<String> postings(Transaction transaction, String currency, String indent) {
        int names = width(transaction.postings().stream().map(posting -> posting.account().name()).toList());
        List<String> amounts = transaction.postings().stream()
                .map(posting -> Amounts.format(posting.amountMinor(), currency)).toList();
        int digits = width(amounts);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            Posting posting = transaction.postings().get(i);
            String name = posting.account().name();
            lines.add(indent + name + " ".repeat(names - name.length() + 2 + digits - amounts.get(i).length())
                    + amounts.get(i) + " " + currency);
        }
        return lines;
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Lines as a file has them. */
    static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
