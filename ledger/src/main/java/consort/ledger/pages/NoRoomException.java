package consort.ledger.pages;

import java.io.IOException;

/** There is no room for what must be remembered. The message says so, and what to do. */
public final class NoRoomException extends IOException {

    private static final long serialVersionUID = 1L;

    NoRoomException(Place place, String reason) {
        super("no room in " + place.folder() + " for a temporary file with what " + place.rememberer()
                + " must remember (about 100 bytes an entry): " + reason + "; " + place.remedy());
    }
}
