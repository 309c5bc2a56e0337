package consort.ledger.fold;

import consort.ledger.entry.Document;
import consort.ledger.entry.WorkerId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The seed of a task: the first 48 bits of
 * {@code SHA-256("seed/<job seed>/<round>/<organization>/<worker>")}.
 */
public final class TaskSeed {

    private static final int HEX_DIGITS = 48 / 4;

    private TaskSeed() {
    }

    /** In [0, 2^48). */
    public static long of(long jobSeed, long round, WorkerId worker) {
        String text = "seed/" + jobSeed + "/" + round + "/" + worker;
        return HexFormat.fromHexDigitsToLong(Document.digest(text.getBytes(StandardCharsets.UTF_8)), 0, HEX_DIGITS);
    }
}
