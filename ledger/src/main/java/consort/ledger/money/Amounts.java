package consort.ledger.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.regex.Pattern;

/** Amounts in minor units: their bounds, and how they are written for people. */
public final class Amounts {

    /** The largest amount, in minor units: what JSON keeps exactly. */
    public static final long MAX_MINOR = (1L << 53) - 1;

    /** Costs of all members in one period: half of what a bill can hold, so that device time can be added. */
    public static final long MAX_EXTERNAL_MINOR = MAX_MINOR / 2;

    private static final Pattern FORM = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,6})?");
    private static final BigInteger MAX = BigInteger.valueOf(MAX_MINOR);

    private Amounts() {
    }

    /** @throws AmountOverflowException beyond ±{@link #MAX_MINOR} */
    public static long checked(String what, BigInteger amount) {
        if (amount.abs().compareTo(MAX) > 0) {
            throw new AmountOverflowException(what + " " + amount + " is beyond " + MAX_MINOR);
        }
        return amount.longValueExact();
    }

    /**
     * How many digits of an amount stand after the point: 2 in EUR, 0 in JPY, 3 in BHD.
     *
     * @throws IllegalArgumentException when the currency is not of ISO 4217
     */
    public static int digits(String currency) {
        return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    }

    /**
     * As people write it, with the currency's own number of digits: 46609 in EUR is {@code 466.09}, in JPY {@code 46609}, in
     * BHD {@code 46.609}.
     *
     * @throws IllegalArgumentException when the currency is not of ISO 4217
     */
    public static String format(long amountMinor, String currency) {
        return BigDecimal.valueOf(amountMinor, digits(currency)).toPlainString();
    }

    /**
     * Reads what people write, such as {@code 50}, {@code 50.00} or {@code -12.5} in EUR.
     *
     * @throws IllegalArgumentException when it is no number, has more digits than the currency, or is beyond
     *     ±{@link #MAX_MINOR}
     */
    public static long parse(String text, String currency) {
        int digits = digits(currency);
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not an amount: \"" + text + "\"; write it as " + format(1234, currency));
        }
        try {
            return checked("the amount", new BigDecimal(text).movePointRight(digits).toBigIntegerExact());
        } catch (AmountOverflowException tooLarge) {
            throw new IllegalArgumentException(text + " " + currency + " is more than the ledger can hold");
        } catch (ArithmeticException tooFine) {
            throw new IllegalArgumentException(currency + " has " + digits + " digits after the point, and " + text + " has more");
        }
    }

    /** As {@link #format}, with a + before positive amounts. */
    public static String formatSigned(long amountMinor, String currency) {
        return (amountMinor > 0 ? "+" : "") + format(amountMinor, currency);
    }
}
