package consort.ledger.fold;

import consort.ledger.entry.Subject;
import java.util.Locale;

/**
 * Somebody whose part ended.
 *
 * @param index of the entry that ended it
 */
public record LeaverView(Subject subject, LeaverView.Cause cause, String reason, long index) {

    /** Who ended it. */
    public enum Cause {
        /** The operator. */
        REVOKED,
        /** Its organization. */
        WITHDRAWN,
        /** The worker itself. */
        LEFT;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** For messages: {@code worker acme/w1 was revoked: the key was copied}. */
    public String describe() {
        return subject + (cause == Cause.LEFT ? " left: " : " was " + cause.text() + ": ") + reason;
    }
}
