package consort.examples.system;

import consort.ledger.entry.Body;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import java.io.IOException;

/** When runs go on: a task is given, a claim is looked at, a round opens or closes, or a run ends, which the ledger shows. */
final class GoingOn {

    /** What {@code docs/operate.md} promises of a restart; the tasks of the tests take far less. */
    private static final long SOON_MILLIS = 10_000;
    /** What processes take to start where little else runs. */
    private static final long USUAL_START_MILLIS = 3_000;

    private GoingOn() {
    }

    /**
     * Within how long a run has to go on once processes are ready: so that it goes on ten seconds after they were started, or later on a
     * machine that is slower to start them than usual, and slower with all else by as much.
     *
     * @param startMillis what they took to get ready
     */
    static long bound(long startMillis) {
        return SOON_MILLIS * Math.max(startMillis, USUAL_START_MILLIS) / USUAL_START_MILLIS - startMillis;
    }

    /** Whether the ledger shows it in entries from this one on. */
    static boolean shownFrom(Consortium consortium, long entry) throws IOException {
        return consortium.published() > entry && consortium.bodies().stream().skip(entry).anyMatch(GoingOn::shows);
    }

    private static boolean shows(Body body) {
        return switch (body) {
            case RoundOpened opened -> true;
            case Lease lease -> true;
            case Observation observation -> true;
            case RoundClosed closed -> true;
            case RunEnded ended -> true;
            default -> false;
        };
    }
}
