package consort.examples.system;

import java.util.List;

/**
 * What a kill of the coordinator hit, as the folders looked right after it.
 *
 * @param number from 1
 * @param aim what was waited for before the random pause
 * @param afterMillis since this coordinator was started
 * @param entries published in the ledger
 * @param writing blobs that were being written: uploads, or a sum
 * @param unanswered claims that workers had signed and that no receipt had answered
 * @param alsoKilled workers killed at the same time
 */
record Kill(int number, Aim aim, long afterMillis, int entries, int writing, int unanswered, List<String> alsoKilled) {

    /** What a kill waits for. */
    enum Aim {
        /** Nothing: it may not have recovered yet. */
        START,
        /** That the coordinator answers. */
        ANY_TIME,
        /** That more bytes of updates flow. */
        UPLOAD,
        /** That the journal grows while a claim waits for its receipt. */
        RECEIPT
    }

    @Override
    public String toString() {
        return "kill %2d  %-8s  %5d ms after the start, %4d entries, %d blobs half written, %d claims unanswered%s".formatted(
                number, aim, afterMillis, entries, writing, unanswered, alsoKilled.isEmpty() ? "" : ", also " + alsoKilled);
    }
}
