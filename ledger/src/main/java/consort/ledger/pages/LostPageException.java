package consort.ledger.pages;

import java.io.IOException;
import java.util.Optional;

/** What was remembered in a temporary file could not be read or written there any more. */
public final class LostPageException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What the Java runtime says where memory behind which a file stands could not be used; of other faults it says other things. */
    private static final String LOST = "unsafe memory access operation";

    private LostPageException(InternalError fault) {
        super("a temporary file with what must be remembered could not be read or written, for its disk failed or is full: "
                + fault.getMessage(), fault);
    }

    /** What to make of a fault of the Java runtime; empty when it is another one than this, for which no disk is to blame. */
    public static Optional<LostPageException> of(InternalError fault) {
        return String.valueOf(fault.getMessage()).contains(LOST) ? Optional.of(new LostPageException(fault)) : Optional.empty();
    }
}
