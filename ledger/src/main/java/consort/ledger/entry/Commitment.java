package consort.ledger.entry;

import consort.ledger.json.JsonException;
import java.util.Base64;

/**
 * SHA-256 over a salt of {@value Opening#SALT_BYTES} bytes and the canonical JSON of a value: it fixes the value and, as long as
 * the salt is unknown, says nothing about it, however few values there could be.
 *
 * @param text base64url without padding (RFC 4648, section 5), in its one form
 */
public record Commitment(String text) {

    private static final int BYTES = 32;

    /** @throws JsonException unless it is the one base64url text of 32 bytes */
    public Commitment {
        decode(text, BYTES);
    }

    static Commitment of(byte[] sha256) {
        return new Commitment(encode(sha256));
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws JsonException when encoding the result would not give {@code text} again, or it has another length */
    static byte[] decode(String text, int bytes) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(text);
            if (decoded.length == bytes && encode(decoded).equals(text)) {
                return decoded;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new JsonException("not base64url: \"" + text + "\"");
        }
        throw new JsonException("not the one base64url text of " + bytes + " bytes: \"" + text + "\"");
    }
}
