package consort.ledger.plan;

import java.util.Locale;

/** Numbers of bytes for people, in units of 1000: {@code 9928 B}, {@code 2.5 MB}, {@code 64.0 GB}. */
public final class SizeText {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

    private SizeText() {
    }

    public static String of(long bytes) {
        if (bytes < 10_000) {
            return bytes + " B";
        }
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
