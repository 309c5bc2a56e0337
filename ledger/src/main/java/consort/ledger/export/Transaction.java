package consort.ledger.export;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * One transaction of the books.
 *
 * @param entry index of the period close that it follows from, of the journal, instruction or confirmation
 * @param period with whose close it is paid
 * @param timeMillis of that entry
 * @param text what it is, for people: printable ASCII without quotation marks
 * @param postings sum to zero
 */
public record Transaction(
        Kind kind, long entry, long period, long timeMillis, String text, List<Posting> postings) {

    private static final int LAST_YEAR = 9999;

    /** What a transaction stands for. */
    public enum Kind {
        /** One member's line of a bill. */
        BILL,
        /** What one member receives or owes as an earlier bill was wrong. */
        CORRECTION,
        /** What members agreed on beside: an entry of type journal. */
        ADJUSTMENT,
        /** One transfer that a bill asks for. */
        TRANSFER,
        /** A transfer is to be paid now. */
        INSTRUCTION,
        /** Its payee has confirmed that it was. */
        PAYMENT;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param amountMinor negative for what is earned or owed, as in double-entry journals */
    public record Posting(Account account, long amountMinor) {
    }

    /** @throws IllegalArgumentException when the time has no date that every accounting program reads */
    public Transaction {
        postings = List.copyOf(postings);
        long sum = postings.stream().mapToLong(Posting::amountMinor).reduce(0, Math::addExact);
        if (sum != 0) {
            throw new IllegalStateException("\"" + text + "\" at entry " + entry + " sums to " + sum + " and not to 0");
        }
        if (date(timeMillis).getYear() > LAST_YEAR) {
            throw new IllegalArgumentException("entry " + entry + " of period " + period + " is of " + date(timeMillis)
                    + ", and accounting programs know no date after the year " + LAST_YEAR);
        }
    }

    /** In UTC. */
    public LocalDate date() {
        return date(timeMillis);
    }

    private static LocalDate date(long timeMillis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(timeMillis), ZoneOffset.UTC);
    }
}
