package consort.ledger.log;

import consort.ledger.merkle.Hash;

/** What can be done with an entry before its turn comes, whatever stands before it. For any number of threads. */
@FunctionalInterface
public interface EntryPreparation<T> {

    /**
     * Must not throw: an entry that nobody comes to is nobody's fault.
     *
     * @param entry the stored bytes, which must not be changed
     * @param leafHash of them
     */
    T prepare(long index, byte[] entry, Hash leafHash);
}
