package consort.worker.outbox;

import java.io.IOException;

/** An update would be larger than allowed. */
public final class UpdateTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    UpdateTooLargeException(long maxBytes) {
        super("the update would have more than the " + maxBytes + " bytes allowed");
    }
}
