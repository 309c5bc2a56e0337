package consort.ledger.money;

import java.util.Locale;

/** Device time as people read it, and exact: it is what a bill is made of. */
public final class DeviceTimes {

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private DeviceTimes() {
    }

    /**
     * To the millisecond, with no more units than it takes: {@code 0.975 s}, {@code 3 min 20 s}, {@code 412 h 30 min},
     * {@code -22 min 30.5 s}.
     */
    public static String format(long millis) {
        if (millis < 0) {
            return "-" + format(Math.negateExact(millis));
        }
        StringBuilder text = new StringBuilder();
        append(text, millis / HOUR, "h");
        append(text, millis % HOUR / MINUTE, "min");
        long rest = millis % MINUTE;
        if (rest > 0 || text.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(seconds(rest)).append(" s");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
        }
    }

    private static String seconds(long millis) {
        return millis % SECOND == 0 ? Long.toString(millis / SECOND)
                : String.format(Locale.ROOT, "%d.%03d", millis / SECOND, millis % SECOND).replaceAll("0+$", "");
    }
}
