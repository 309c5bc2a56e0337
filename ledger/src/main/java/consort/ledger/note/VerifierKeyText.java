package consort.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form that keys of all signature types share: {@code name+hex(keyID)+base64(type || public key)}. */
record VerifierKeyText(String whole, String name, String idHex, byte type, byte[] publicKey) {

    private static final int MAX_TEXT = 1024;
    private static final Pattern FORMAT = Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+(.+)", Pattern.DOTALL);

    /** Reads the parts; whether they fit together is for {@link #requireId} to say. */
    static VerifierKeyText parse(String text) {
        Matcher parts = FORMAT.matcher(text);
        if (text.length() > MAX_TEXT || !parts.matches()) {
            throw new MalformedNoteException("not a verifier key (name+keyID+base64): \"" + shortened(text) + "\"");
        }
        byte[] typed = StrictBase64.decode(parts.group(3));
        if (typed.length == 0) {
            throw new MalformedNoteException("verifier key " + text + ": it has no type");
        }
        return new VerifierKeyText(text, parts.group(1), parts.group(2), typed[0], Arrays.copyOfRange(typed, 1, typed.length));
    }

    static String write(String name, int id, byte type, byte[] publicKey) {
        byte[] typed = ByteBuffer.allocate(1 + publicKey.length).put(type).put(publicKey).array();
        return name + "+" + HexFormat.of().toHexDigits(id) + "+" + StrictBase64.encode(typed);
    }

    /** {@code SHA-256(name || 0x0A || type || public key)[0..4)}, big-endian. */
    static int keyId(String name, byte type, byte[] publicKey) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) '\n');
            sha.update(type);
            return ByteBuffer.wrap(sha.digest(publicKey)).getInt();
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    void requireId(int id) {
        if (!HexFormat.of().toHexDigits(id).equals(idHex)) {
            throw new MalformedNoteException("verifier key " + whole + ": the key ID must be " + HexFormat.of().toHexDigits(id)
                    + "; the name or the key was changed");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
