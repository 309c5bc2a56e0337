package consort.coordinator.witness;

/** A way to a witness. What comes back goes to {@link Cosigning#answered}, once for each question. */
public interface Peer {

    /**
     * Sends a request; must not block, and not throw.
     *
     * @param number which the answer repeats
     * @param body of {@code add-checkpoint}
     */
    void ask(long number, byte[] body);

    /** Gives a question up, or the way altogether: it was not answered in time, or another one is used from now on. */
    void end(String reason);
}
