package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What opens one {@link Commitment}. Whoever has it can prove the value; without any copy of it the commitment says nothing for ever.
 *
 * @param salt base64url of {@value #SALT_BYTES} bytes nobody can guess
 */
public record Opening(PrivateField field, String salt, JsonValue value) {

    public static final int SALT_BYTES = 32;

    /** A value in canonical JSON. */
    public static final int MAX_VALUE_BYTES = 4096;

    /** @throws JsonException when the salt has another length or form, or the value is too long */
    public Opening {
        Commitment.decode(salt, SALT_BYTES);
        int bytes = value.canonicalBytes().length;
        if (bytes > MAX_VALUE_BYTES) {
            throw new JsonException("the value of private field " + field.text() + " has " + bytes + " bytes; at most "
                    + MAX_VALUE_BYTES + " can be committed to");
        }
    }

    /** With a salt of {@value #SALT_BYTES} bytes, fresh from a source that nobody can foresee. */
    public static Opening of(PrivateField field, byte[] salt, JsonValue value) {
        return new Opening(field, Commitment.encode(salt), value);
    }

    /** SHA-256 of salt and canonical value. */
    public Commitment commitment() {
        MessageDigest sha256 = sha256();
        sha256.update(Commitment.decode(salt, SALT_BYTES));
        return Commitment.of(sha256.digest(value.canonicalBytes()));
    }

    /** What an entry commits to with these. */
    public static Commitments commitments(List<Opening> openings) {
        return new Commitments(openings.stream().collect(Collectors.toMap(Opening::field, Opening::commitment)));
    }

    /** Reads {@code field}, {@code salt} and {@code value}. */
    public static Opening read(JsonFields json) {
        return new Opening(PrivateField.ofText(json.text("field", 40)).orElseThrow(() -> json.error("field", "a private field")),
                json.text("salt", 64), json.raw("value"));
    }

    /** {@code field}, {@code salt} and {@code value}. */
    public JsonObject json() {
        return JsonObject.builder().put("field", field.text()).put("salt", salt).put("value", value).build();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }
}
