package consort.ledger.web;

import java.io.IOException;

/** No answer, or none that is a file: says nothing about the ledger. The message names the address and what to do. */
public final class WebException extends IOException {

    private static final long serialVersionUID = 1L;

    WebException(String message) {
        super(message);
    }

    WebException(String message, Throwable cause) {
        super(message, cause);
    }
}
