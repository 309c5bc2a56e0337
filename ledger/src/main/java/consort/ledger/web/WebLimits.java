package consort.ledger.web;

/**
 * How long a web server is waited for, and how often it is asked.
 *
 * @param connectMillis for a connection
 * @param fileMillis for one whole file, from asking to its last byte
 * @param attempts how often a file is asked for until a whole answer comes, at least once
 * @param pauseMillis before the second attempt; twice that before the third, and so on
 */
public record WebLimits(long connectMillis, long fileMillis, int attempts, long pauseMillis) {

    /** Enough for 16 MiB, the largest bundle of entries there can be, at 3 Mbit/s. */
    public static final WebLimits DEFAULT = new WebLimits(10_000, 60_000, 4, 500);

    public WebLimits {
        if (connectMillis < 1 || fileMillis < 1 || attempts < 1 || pauseMillis < 0) {
            throw new IllegalArgumentException("no web server can be read within " + connectMillis + ", " + fileMillis + ", "
                    + attempts + ", " + pauseMillis);
        }
    }

    long pauseMillis(int failedAttempts) {
        return pauseMillis << Math.min(failedAttempts - 1, 10);
    }
}
