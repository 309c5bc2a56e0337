package consort.ledger.log;

import java.io.IOException;

/** Receives entries in the order of their indices, each with what was prepared of it. */
@FunctionalInterface
public interface PreparedVisitor<T> {

    /** @param entry the stored bytes; the receiver may keep them and must not change them */
    void entry(long index, byte[] entry, T prepared) throws IOException;
}
