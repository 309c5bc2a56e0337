package consort.worker.trust;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Body;
import consort.ledger.entry.Entries;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;

/** Log keys that follow each other, and entries that they sign. */
public final class Chain {

    public static final String DOMAIN = "pool.example";
    public static final String ORIGIN = "pool.example/pool";
    public static final SignerKey FIRST = key(0);
    public static final SignerKey SECOND = key(1);
    public static final SignerKey THIRD = key(2);
    /** Where the second key is named. */
    public static final long FIRST_END = 100;
    /** Where the third key is named. */
    public static final long SECOND_END = 200;

    private Chain() {
    }

    /** The log's key number {@code seed}; the first, with 0, is the one that many tests use alone. */
    public static SignerKey key(int seed) {
        byte[] bytes = new byte[SignerKey.SEED_BYTES];
        bytes[0] = (byte) seed;
        return SignerKey.fromSeed(ORIGIN, bytes);
    }

    /** One key alone. */
    public static LogKeys first() {
        return LogKeys.of(FIRST.verifierKey());
    }

    /** The first key and the second. */
    public static LogKeys second() {
        return after(first(), toSecond());
    }

    /** All three. */
    public static LogKeys third() {
        return after(second(), toThird());
    }

    public static ByteString toSecond() {
        return next(SECOND, FIRST_END, FIRST);
    }

    public static ByteString toThird() {
        return next(THIRD, SECOND_END, SECOND);
    }

    /** The entry that names a key, at an index. */
    public static ByteString next(SignerKey key, long index, SignerKey signer) {
        return next(key, index, "e".repeat(64), signer);
    }

    /** The same, which commits to the root of the entries before it. */
    public static ByteString next(SignerKey key, long index, String root, SignerKey signer) {
        return signed(new LogKey(1, key.verifierKey().toString(), index, root), signer);
    }

    /** An entry about a certificate authority. */
    public static ByteString authority(String fingerprint, Authority.Action action, SignerKey signer) {
        return signed(new Authority(1, fingerprint, action), signer);
    }

    public static ByteString signed(Body body, SignerKey signer) {
        return ByteString.copyFrom(Entries.sign(DOMAIN, body, signer));
    }

    /** A chain and the entry that continues it. */
    public static LogKeys after(LogKeys keys, ByteString entry) {
        try {
            return keys.after(Entries.parse(entry.toByteArray()));
        } catch (UnverifiedNoteException e) {
            throw new AssertionError(e);
        }
    }
}
