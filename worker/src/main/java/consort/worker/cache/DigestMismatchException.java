package consort.worker.cache;

import java.io.IOException;

/** All bytes came, and they are not the ones asked for. They are dropped. */
public final class DigestMismatchException extends IOException {

    private static final long serialVersionUID = 1L;

    DigestMismatchException(String expected, String found) {
        super("the bytes received have the SHA-256 " + found + ", not " + expected + "; they were dropped");
    }
}
