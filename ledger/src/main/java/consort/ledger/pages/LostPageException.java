package consort.ledger.pages;

import java.io.IOException;

/** What was remembered in a temporary file could not be read or written there any more. */
public final class LostPageException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param fault how the Java runtime tells that memory behind which a file stands could not be used */
    public LostPageException(InternalError fault) {
        super("a temporary file with what must be remembered could not be read or written, for its disk failed or is full: "
                + fault.getMessage(), fault);
    }
}
