package consort.coordinator.cli;

/** Lengths of time for people: the two largest units, as in {@code 10.4 s}, {@code 3 min 20 s} or {@code 1 h 05 min}. */
final class TimeText {

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private TimeText() {
    }

    /** What is below the smaller unit is cut off, not rounded: a length is never made longer. */
    static String of(long millis) {
        if (millis < MINUTE) {
            return millis / SECOND + (millis == 0 ? "" : "." + millis % SECOND / 100) + " s";
        }
        if (millis < HOUR) {
            return "%d min %02d s".formatted(millis / MINUTE, millis % MINUTE / SECOND);
        }
        if (millis < DAY) {
            return "%d h %02d min".formatted(millis / HOUR, millis % HOUR / MINUTE);
        }
        return millis / DAY + " d " + millis % DAY / HOUR + " h";
    }
}
