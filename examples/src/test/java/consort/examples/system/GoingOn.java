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

    private GoingOn() {
    }

    /**
     * Within how long a run has to go on once processes are ready.
     *
     * @param startMillis what they took to get ready: two or three seconds where nothing else runs, and more on a machine that is busy, which is
     *     slower with all else by as much
     */
    static long bound(long startMillis) {
        return SOON_MILLIS + startMillis;
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
