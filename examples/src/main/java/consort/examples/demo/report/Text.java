package consort.examples.demo.report;

import consort.ledger.money.DeviceTimes;
import java.math.BigDecimal;
import java.util.Locale;

/** Figures as people read them. */
public final class Text {

    private Text() {}

    /** 812345 as {@code 81.2}. */
    public static String percent(long millionths) {
        return String.format(Locale.ROOT, "%.1f", millionths / 10_000.0);
    }

    /** A duration to a tenth of a second, or to a second from a minute on: {@code 12.3 s}, {@code 4 min 5 s}. */
    public static String duration(long millis) {
        return millis < 59_950 ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0) : seconds(millis);
    }

    /** A duration in whole seconds: {@code 0 s}, {@code 4 min 5 s}, {@code 1 h 20 min}. */
    public static String seconds(long millis) {
        return DeviceTimes.format(Math.round(millis / 1000.0) * 1000);
    }

    /** A size in decimal units: {@code 1.69 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1_000_000) {
            return String.format(Locale.ROOT, "%.0f kB", bytes / 1e3);
        }
        return String.format(Locale.ROOT, bytes < 10_000_000 ? "%.2f MB" : "%.0f MB", bytes / 1e6);
    }

    /** Minor units with the currency's digits: 12345 with 2 digits is {@code 123.45}. */
    public static String money(long minor, int digits) {
        return BigDecimal.valueOf(minor, digits).toPlainString();
    }

    /** As {@link #money}, with a sign unless it is zero. */
    public static String signedMoney(long minor, int digits) {
        return (minor > 0 ? "+" : "") + money(minor, digits);
    }

    /** Cuts at {@code width} characters, marking the cut. */
    public static String fit(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    /** 60000 as {@code 60,000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
