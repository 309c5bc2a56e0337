package consort.worker.enroll;

import consort.ledger.entry.LogKeys;
import consort.ledger.note.SignerKey;

/** The log's keys as a test knows them, and what is there to learn. */
public final class TaughtKeys implements KnownKeys {

    private final LogKeys toLearn;
    private LogKeys known;
    private int asked;

    private TaughtKeys(LogKeys known, LogKeys toLearn) {
        this.known = known;
        this.toLearn = toLearn;
    }

    /** One key, and nothing to learn. */
    public static TaughtKeys only(SignerKey logKey) {
        LogKeys keys = LogKeys.of(logKey.verifierKey());
        return new TaughtKeys(keys, keys);
    }

    public static TaughtKeys of(LogKeys known, LogKeys toLearn) {
        return new TaughtKeys(known, toLearn);
    }

    @Override
    public LogKeys known() {
        return known;
    }

    @Override
    public LogKeys learn() {
        asked++;
        known = toLearn;
        return known;
    }

    /** How often somebody asked for newer keys. */
    public int asked() {
        return asked;
    }
}
