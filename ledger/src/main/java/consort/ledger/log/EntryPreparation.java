package consort.ledger.log;

/** What can be done with an entry before its turn comes, whatever stands before it. For any number of threads. */
@FunctionalInterface
public interface EntryPreparation<T> {

    /**
     * Must not throw: an entry that nobody comes to is nobody's fault.
     *
     * @param entry the stored bytes, which must not be changed
     */
    T prepare(long index, byte[] entry);
}
