package consort.ledger.fold;

import java.nio.ByteBuffer;

/**
 * Where a state keeps what grows with every entry: on the heap, or somewhere that is larger. The fold itself knows no files.
 */
@FunctionalInterface
public interface Pages {

    /** As long as there is heap. */
    Pages HEAP = ByteBuffer::allocate;

    /**
     * A page of so many zeros, big-endian, for one thread. It can be used as long as it can be reached, and is never given back.
     *
     * @throws java.io.UncheckedIOException when there is no room for it
     */
    ByteBuffer page(int bytes);
}
