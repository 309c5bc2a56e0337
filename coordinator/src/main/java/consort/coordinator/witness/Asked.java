package consort.coordinator.witness;

import java.util.Optional;
import java.util.OptionalLong;

/** One witness, whether or not it can be asked now. */
final class Asked {

    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long COME_BACK_MILLIS = 10_000;
    private static final long LOGGED_EVERY_MILLIS = 60_000;
    private static final long LONGEST_PAUSE_MILLIS = 300_000;

    /**
     * A question that waits for its answer.
     *
     * @param again whether the witness said before, to the same checkpoint, that it had cosigned another size
     */
    record Question(long number, Turn turn, long oldSize, boolean again, long sinceMillis) {
    }

    /**
     * Why it did not cosign.
     *
     * @param text for people; what of it the witness wrote is made fit for a line
     * @param alarming whether the ledger may be at fault, and not only the way to the witness
     */
    record Trouble(String text, boolean alarming) {

        private static final int MAX_CHARACTERS = 500;

        Trouble {
            String line = text.replaceAll("\\p{C}", "?");
            text = line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + "…";
        }
    }

    private Optional<Peer> peer = Optional.empty();
    private Optional<Question> question = Optional.empty();
    private Optional<Trouble> trouble = Optional.empty();
    private long heldSize;
    private long cosignedSize;
    private int failures;
    private long notBefore;
    private OptionalLong loggedMillis = OptionalLong.empty();

    Optional<Peer> peer() {
        return peer;
    }

    Optional<Question> question() {
        return question;
    }

    Optional<Trouble> trouble() {
        return trouble;
    }

    /** The size of the checkpoint that it cosigned last, as far as it is known; 0 when it is not. */
    long heldSize() {
        return heldSize;
    }

    /** The size of the last checkpoint with its cosignature, verified; 0 before the first. */
    long cosignedSize() {
        return cosignedSize;
    }

    /** Who comes back is asked soon, for what was wrong may be mended; not at once, or whoever comes back all the time fills the log. */
    void attends(Peer way, long nowMillis) {
        peer = Optional.of(way);
        question = Optional.empty();
        notBefore = Math.min(notBefore, nowMillis + COME_BACK_MILLIS);
    }

    void leaves() {
        peer = Optional.empty();
        question = Optional.empty();
    }

    boolean isFree(long nowMillis) {
        return peer.isPresent() && question.isEmpty() && nowMillis >= notBefore;
    }

    void waitsFor(Question asked) {
        question = Optional.of(asked);
    }

    /** Its answer came. */
    void answered() {
        question = Optional.empty();
    }

    /** Whether it is long enough ago that its last trouble was logged. */
    boolean mayFillTheLog(long nowMillis) {
        boolean may = loggedMillis.isEmpty() || nowMillis - loggedMillis.getAsLong() >= LOGGED_EVERY_MILLIS;
        loggedMillis = may ? OptionalLong.of(nowMillis) : loggedMillis;
        return may;
    }

    void holds(long size) {
        heldSize = size;
    }

    void cosigned(long size) {
        heldSize = size;
        cosignedSize = Math.max(cosignedSize, size);
        failures = 0;
        trouble = Optional.empty();
    }

    /** Asked again later, and ever later. */
    void failed(Trouble why, long nowMillis) {
        trouble = Optional.of(why);
        notBefore = nowMillis + Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 20));
        failures++;
    }
}
