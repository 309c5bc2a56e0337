package consort.worker.session;

/** The one outbound stream. Connections are numbered from 1, so that news of an old one is known as such. */
public sealed interface Link {

    /** Number of the connection there is, or the next one. */
    long connection();

    /**
     * {@link Effect.Connect} is under way.
     *
     * @param attempt failures in a row before it
     */
    record Connecting(long connection, int attempt) implements Link {
    }

    /**
     * Hello is sent, the answer has not come.
     *
     * @param sinceMillis monotonic
     */
    record Greeting(long connection, int attempt, long sinceMillis) implements Link {
    }

    /**
     * The coordinator welcomed this worker.
     *
     * @param sinceMillis monotonic
     * @param heldSeq the last seq of this worker that the ledger held then
     */
    record Online(long connection, int attempt, long sinceMillis, long heldSeq) implements Link {
    }

    /** The session is over. */
    record Closed(long connection) implements Link {
    }
}
