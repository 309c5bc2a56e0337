package consort.ledger.disk;

import java.io.IOException;

/** A lock that another process, or another part of this one, holds. */
public final class LockedException extends IOException {

    private static final long serialVersionUID = 1L;

    public LockedException(String path) {
        super(path + ": locked; another process is using this folder. Stop it first, or choose another folder.");
    }
}
