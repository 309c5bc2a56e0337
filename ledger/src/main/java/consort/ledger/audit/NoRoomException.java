package consort.ledger.audit;

import java.io.IOException;
import java.nio.file.Path;

/** There is no room for what an audit must remember. The message says so, and what to do. */
public final class NoRoomException extends IOException {

    private static final long serialVersionUID = 1L;

    NoRoomException(Path folder, String reason) {
        super("no room in " + folder + " for a temporary file with what the audit must remember (about 100 bytes an entry): " + reason
                + "; name another folder with CONSORT_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
    }
}
