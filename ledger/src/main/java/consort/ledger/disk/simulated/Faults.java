package consort.ledger.disk.simulated;

/** Decides, before every call that changes the disk, how that call ends. */
@FunctionalInterface
public interface Faults {

    /** The calls that change a disk. */
    enum Operation { APPEND, WRITE, SYNC, CREATE, REPLACE, RENAME, DELETE, TRUNCATE, LOCK }

    /** How a call ends. */
    enum Outcome {
        /** As asked. */
        SUCCEED,
        /** With an {@link java.io.IOException}, and nothing was done. */
        FAIL,
        /** With an {@link java.io.IOException}, but it was done, durably where success would have been durable. */
        FAIL_BUT_PERSIST,
        /**
         * With an {@link java.io.IOException}; a write did only its first part, a rename was done, anything else is visible
         * but not durable.
         */
        FAIL_PARTLY,
        /** As asked, as far as anybody sees; but nothing of it is durable: a medium that lies of its syncs. */
        SUCCEED_BUT_LOSE
    }

    /** No faults. */
    Faults NONE = (number, operation, path) -> Outcome.SUCCEED;

    /**
     * Decides one call. It may also throw an unchecked exception of its own, which ends the call before anything was done.
     *
     * @param number the calls that this disk was asked for before this one
     */
    Outcome decide(long number, Operation operation, String path);
}
