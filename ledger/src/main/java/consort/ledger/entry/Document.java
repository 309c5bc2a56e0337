package consort.ledger.entry;

import consort.ledger.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is too large for an entry, or outlives it: canonical JSON under {@code docs/<sha256>}, named by its digest. */
public sealed interface Document permits CharterDocument, JobDocument, EstimateDocument, RoundManifest {

    /** The document as a canonical JSON object. */
    JsonObject json();

    /** The bytes that are stored and hashed. */
    default byte[] bytes() {
        return json().canonicalBytes();
    }

    /** SHA-256 of {@link #bytes}, in lower-case hexadecimal digits. */
    default String digest() {
        return digest(bytes());
    }

    /** SHA-256 of any bytes, in lower-case hexadecimal digits. */
    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
