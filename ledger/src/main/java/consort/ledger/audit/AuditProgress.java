package consort.ledger.audit;

/** Is told how far an audit has come, by the thread that runs it. */
@FunctionalInterface
public interface AuditProgress {

    AuditProgress NONE = (done, size) -> { };

    /** @param done entries read so far, of {@code size} */
    void read(long done, long size);
}
