package consort.settings;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;

/** Lengths of time as people write them. */
public final class Durations {

    private Durations() {
    }

    /**
     * Reads {@code 7d}, {@code 12h}, {@code 30m}, {@code 10s} or the form of ISO 8601.
     *
     * @throws IllegalArgumentException unless it is one, and longer than nothing; the message says which forms are
     */
    public static Duration parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        String iso = text.matches("[0-9]{1,4}d") ? "P" + upper : text.matches("[0-9]{1,5}[hms]") ? "PT" + upper : text;
        try {
            Duration duration = Duration.parse(iso);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeException unfit) {
            throw unfit(text);
        }
        throw unfit(text);
    }

    private static IllegalArgumentException unfit(String text) {
        return new IllegalArgumentException("\"" + text + "\" is not a length of time from now: use 7d, 12h, 30m or PT30M");
    }
}
