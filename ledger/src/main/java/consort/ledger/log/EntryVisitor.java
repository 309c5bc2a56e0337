package consort.ledger.log;

import java.io.IOException;

/** Receives entries in the order of their indices. */
@FunctionalInterface
public interface EntryVisitor {

    /** @param entry the stored bytes; the receiver may keep them and must not change them */
    void entry(long index, byte[] entry) throws IOException;
}
