package consort.ledger.export;

import consort.ledger.export.Transaction.Posting;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.money.Amounts;

/** Books for machines: milliseconds and minor units. */
public final class BooksJson {

    private BooksJson() {
    }

    /** {@code digits} is how many of an amount's digits stand after the point. */
    public static JsonObject of(Books books) {
        return JsonObject.builder()
                .put("currency", books.currency())
                .put("digits", Amounts.digits(books.currency()))
                .put("transactions", books.transactions().stream().map(BooksJson::transaction).toList())
                .build();
    }

    private static JsonObject transaction(Transaction transaction) {
        return JsonObject.builder()
                .put("kind", transaction.kind().text())
                .put("entry", transaction.entry())
                .put("period", transaction.period())
                .put("timeMillis", transaction.timeMillis())
                .put("date", transaction.date().toString())
                .put("text", transaction.text())
                .put("postings", transaction.postings().stream().map(BooksJson::posting).toList())
                .build();
    }

    private static JsonObject posting(Posting posting) {
        return JsonObject.builder()
                .put("account", posting.account().name())
                .put("organization", posting.account().organization())
                .putIfPresent("counterparty", posting.account().counterparty().map(JsonString::new))
                .put("amountMinor", posting.amountMinor())
                .build();
    }
}
