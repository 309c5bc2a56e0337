package consort.worker.copy;

import java.io.IOException;

/**
 * A copy's own files do not lead to the checkpoint they were verified against when they were kept: this machine changed
 * them, nobody else. The message begins with the file.
 */
public final class DamagedCopyException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedCopyException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
