package consort.worker.session;

/**
 * How patient a session is. All in milliseconds.
 *
 * @param reconnectBaseMillis the longest first pause before a new connection; doubles with every failure in a row
 * @param reconnectCapMillis the longest pause there is: a coordinator that is back is to be found within seconds
 * @param stableMillis a connection that lived this long starts the pauses over
 * @param welcomeMillis how long the answer to hello may take
 * @param resendMillis after this long without an answer a claim is sent again on the same connection
 * @param retryBaseMillis the longest first pause before a transfer is tried again; doubles
 * @param retryCapMillis the longest such pause
 * @param fetchAttempts downloads of a model that may fail in a row while connected before the task is handed back
 * @param progressMillis the shortest time between two progress messages
 */
public record Timing(
        long reconnectBaseMillis,
        long reconnectCapMillis,
        long stableMillis,
        long welcomeMillis,
        long resendMillis,
        long retryBaseMillis,
        long retryCapMillis,
        int fetchAttempts,
        long progressMillis) {

    public static final Timing DEFAULT =
            new Timing(500, 5_000, 10_000, 20_000, 60_000, 250, 10_000, 8, 1_000);
}
