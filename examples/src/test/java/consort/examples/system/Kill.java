package consort.examples.system;

import consort.ledger.entry.Body;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.UsageClaim;
import java.util.List;
import java.util.Set;

/**
 * What a kill of the coordinator hit, as the folders looked right after it.
 *
 * @param number from 1
 * @param aim what was waited for before the random pause
 * @param wallMillis when, by the clock that the ledger's times are of
 * @param afterMillis since this coordinator was started
 * @param entries published in the ledger
 * @param writing blobs that were being written: uploads, or a sum
 * @param unanswered claims that workers had signed and that no receipt had answered, as {@code organization/worker#seq}
 * @param alsoKilled workers killed at the same time
 */
record Kill(int number, Aim aim, long wallMillis, long afterMillis, int entries, int writing, Set<String> unanswered,
        List<String> alsoKilled) {

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

    /**
     * How many claims were in the ledger for good although their workers did not know: the kill came between the sync and
     * the receipt.
     *
     * @param ledger as it was in the end
     */
    int lostReceipts(List<Body> ledger) {
        int lost = 0;
        for (Body entry : ledger) {
            if (entry instanceof CoordinatorStarted started && started.timeMillis() >= wallMillis) {
                break;
            }
            if (entry instanceof UsageClaim claim && unanswered.contains(claim.workerId() + "#" + claim.seq())) {
                lost++;
            }
        }
        return lost;
    }

    @Override
    public String toString() {
        return "kill %2d  %-8s  %5d ms after the start, %4d entries, %d blobs half written, %d claims unanswered%s".formatted(
                number, aim, afterMillis, entries, writing, unanswered.size(), alsoKilled.isEmpty() ? "" : ", also " + alsoKilled);
    }
}
