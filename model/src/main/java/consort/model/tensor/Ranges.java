package consort.model.tensor;

import java.io.EOFException;

/// The bounds check that every [ByteSource] makes.
final class Ranges {
    private Ranges() {
    }

    static void check(long offset, long count, long size) throws EOFException {
        if (offset < 0 || offset > size || count > size - offset) {
            throw new EOFException(count + " bytes at offset " + offset + " are beyond the end at " + size);
        }
    }
}
