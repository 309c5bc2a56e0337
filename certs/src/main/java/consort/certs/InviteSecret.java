package consort.certs;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** The 32 secret bytes of an invite. Compared in constant time; never in {@link #toString}. */
final class InviteSecret {
    private static final int LENGTH_BYTES = 32;

    private final byte[] bytes;

    private InviteSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    static InviteSecret random(SecureRandom random) {
        byte[] bytes = new byte[LENGTH_BYTES];
        random.nextBytes(bytes);
        return new InviteSecret(bytes);
    }

    /** Reads the one base64url text (43 characters, no padding) of 32 bytes; the error does not repeat the secret. */
    static InviteSecret parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw notASecret(text);
        }
        InviteSecret secret = new InviteSecret(bytes);
        // Java's decoder takes padding and other values of the unused last bits: one secret must have one text.
        if (bytes.length != LENGTH_BYTES || !secret.text().equals(text)) {
            throw notASecret(text);
        }
        return secret;
    }

    private static CertsException notASecret(String text) {
        return new CertsException("the invite's secret (" + text.length()
                + " characters after the dot) is not valid: expected 43 base64url characters; copy the whole line again");
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    byte[] derive(byte[] salt, String label, int lengthBytes) {
        return Hkdf.derive(bytes, salt, label, lengthBytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InviteSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
