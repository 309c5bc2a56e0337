package consort.worker.session;

/** The one outbound stream. Connections are numbered from 1, so that news of an old one is known as such. */
public sealed interface Link {

    /** Number of the connection there is, or the next one. */
    long connection();

    /**
     * {@link Effect.Connect} is under way.
     *
     * @param attempt failures in a row before it
     * @param trouble what was told of them last; empty without any
     */
    record Connecting(long connection, int attempt, String trouble) implements Link {
    }

    /**
     * Hello is sent, the answer has not come.
     *
     * @param sinceMillis monotonic
     * @param trouble as in {@link Connecting}
     */
    record Greeting(long connection, int attempt, long sinceMillis, String trouble) implements Link {
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
