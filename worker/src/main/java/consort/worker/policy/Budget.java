package consort.worker.policy;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much a site lends at most; a cap that is empty is none. Days and months are those of the calendar: the site does not
 * ask the operator when a period ends.
 *
 * @param dayMillis device time a day
 * @param monthMillis device time a month
 * @param monthAmountMinor credit a month, of the charter's currency
 * @param rateMinorPerHour what the charter credits for an hour of a device; used with {@code monthAmountMinor} only
 */
public record Budget(OptionalLong dayMillis, OptionalLong monthMillis, OptionalLong monthAmountMinor, long rateMinorPerHour) {

    public static final Budget NONE = new Budget(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), 0);

    private static final BigInteger MILLIS_PER_HOUR = BigInteger.valueOf(3_600_000);

    /** The same with the charter's rate. */
    public Budget at(long rate) {
        return new Budget(dayMillis, monthMillis, monthAmountMinor, rate);
    }

    /** Why nothing more is lent: a cap is reached. */
    Optional<Closed> closed(Spent spent, long wallMillis) {
        return exceeded(spent, wallMillis, 1);
    }

    /** Which cap would be passed, and until when, if so much device time more were lent. */
    public Optional<Closed> exceeded(Spent spent, long wallMillis, long moreMillis) {
        LocalDate today = spent.date(wallMillis);
        LocalDate month = today.withDayOfMonth(1);
        Spent.Day ofMonth = spent.since(month);
        boolean monthly = passes(monthMillis, ofMonth.deviceMillis(), moreMillis)
                || monthAmountMinor.isPresent() && amountMinor(ofMonth.acceptedMillis(), moreMillis)
                        .compareTo(BigInteger.valueOf(monthAmountMinor.getAsLong())) > 0;
        if (monthly) {
            return Optional.of(until(spent.beginMillis(month.plusMonths(1))));
        }
        return passes(dayMillis, spent.since(today).deviceMillis(), moreMillis)
                ? Optional.of(until(spent.beginMillis(today.plusDays(1)))) : Optional.empty();
    }

    private static Closed until(long millis) {
        return new Closed(Closed.OVER_BUDGET, millis, false);
    }

    private static boolean passes(OptionalLong cap, long spentMillis, long moreMillis) {
        return cap.isPresent() && moreMillis > cap.getAsLong() - spentMillis;
    }

    /** Rounded up. */
    private BigInteger amountMinor(long acceptedMillis, long moreMillis) {
        BigInteger exact = BigInteger.valueOf(acceptedMillis).add(BigInteger.valueOf(moreMillis))
                .multiply(BigInteger.valueOf(rateMinorPerHour));
        return exact.add(MILLIS_PER_HOUR.subtract(BigInteger.ONE)).divide(MILLIS_PER_HOUR);
    }
}
