package consort.ledger.log;

import java.io.IOException;
import java.util.OptionalLong;

/** A log whose files do not fit together. The message begins with the file's name. */
public final class LogDamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** A file that must be there is not. */
        MISSING,
        /** A file that does not have its format. */
        MALFORMED,
        /** A checkpoint that the log's key did not sign. */
        UNSIGNED,
        /** A file that holds something else than follows from the others. */
        DIFFERENT,
        /** Less than was published before: an old copy was put back, or files were lost. */
        ROLLED_BACK,
        /** Whole, and in a format or of a type that another version of this program writes. */
        OTHER_VERSION
    }

    private final Kind kind;
    private final String file;
    private final long entry;
    private final String what;

    public LogDamagedException(Kind kind, String file, String what) {
        this(kind, file, -1, what);
    }

    /** @param entry the index of the entry concerned */
    public LogDamagedException(Kind kind, String file, long entry, String what) {
        super(file + ": " + (entry < 0 ? "" : "entry " + entry + ": ") + what);
        this.kind = kind;
        this.file = file;
        this.entry = entry;
        this.what = what;
    }

    /** The same of the log in a folder or at an address, which stands before the file's name then. */
    public LogDamagedException in(String place) {
        return new LogDamagedException(kind, place + (place.endsWith("/") ? "" : "/") + file, entry, what);
    }

    public Kind kind() {
        return kind;
    }

    public String file() {
        return file;
    }

    /** The message without file and entry. */
    public String what() {
        return what;
    }

    /** The entry concerned, or the first of those concerned, where it is known. */
    public OptionalLong entry() {
        return entry < 0 ? OptionalLong.empty() : OptionalLong.of(entry);
    }
}
