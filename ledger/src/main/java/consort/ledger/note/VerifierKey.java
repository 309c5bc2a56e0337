package consort.ledger.note;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A named Ed25519 public key, written {@code name+hex(keyID)+base64(0x01 || public key)}, where
 * {@code keyID = SHA-256(name || 0x0A || 0x01 || public key)[0..4)} (c2sp.org/signed-note).
 */
public final class VerifierKey {

    /** The signature type of plain Ed25519; the only one accepted here. */
    public static final byte ED25519 = 0x01;

    public static final int PUBLIC_KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;

    private static final int MAX_TEXT = 1024;
    private static final Pattern FORMAT = Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+(.+)", Pattern.DOTALL);

    private final String name;
    private final byte[] publicKey;
    private final int id;
    private final FastEd25519.Keys fast = new FastEd25519.Keys();

    private VerifierKey(String name, byte[] publicKey) {
        this.name = KeyName.require(name);
        this.publicKey = publicKey;
        this.id = keyId(name, publicKey);
    }

    /** @throws MalformedNoteException when the name is unfit or the bytes are no point of the prime-order group */
    public static VerifierKey of(String name, byte[] publicKey) {
        if (publicKey.length != PUBLIC_KEY_BYTES) {
            throw new MalformedNoteException("key " + name + ": an Ed25519 public key has " + PUBLIC_KEY_BYTES
                    + " bytes, not " + publicKey.length);
        }
        if (!Ed25519.validatePublicKeyFull(publicKey, 0)) {
            throw new MalformedNoteException("key " + name + ": not a valid Ed25519 public key: "
                    + HexFormat.of().formatHex(publicKey));
        }
        return new VerifierKey(name, publicKey.clone());
    }

    /** Reads the text form, whole and canonical. */
    public static VerifierKey parse(String text) {
        Matcher parts = FORMAT.matcher(text);
        if (text.length() > MAX_TEXT || !parts.matches()) {
            throw new MalformedNoteException("not a verifier key (name+keyID+base64): \"" + shortened(text) + "\"");
        }
        byte[] typed = StrictBase64.decode(parts.group(3));
        if (typed.length == 0 || typed[0] != ED25519) {
            throw new MalformedNoteException("verifier key " + text + ": its type is not Ed25519 (0x01)");
        }
        VerifierKey key = of(parts.group(1), Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.idHex().equals(parts.group(2))) {
            throw new MalformedNoteException("verifier key " + text + ": the key ID must be " + key.idHex()
                    + "; the name or the key was changed");
        }
        return key;
    }

    public String name() {
        return name;
    }

    /** The short identifier, big-endian. It finds a key and proves nothing. */
    public int id() {
        return id;
    }

    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** Whether {@code signature} (64 bytes) is this key's Ed25519 signature of {@code message}. */
    public boolean verify(byte[] message, byte[] signature) {
        return Ed25519Signatures.verify(fast, publicKey, message, signature);
    }

    String idHex() {
        return HexFormat.of().toHexDigits(id);
    }

    /** The text form, which {@link #parse} reads. */
    @Override
    public String toString() {
        byte[] typed = ByteBuffer.allocate(1 + PUBLIC_KEY_BYTES).put(ED25519).put(publicKey).array();
        return name + "+" + idHex() + "+" + StrictBase64.encode(typed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey key && key.name.equals(name) && Arrays.equals(key.publicKey, publicKey);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + id;
    }

    private static int keyId(String name, byte[] publicKey) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) '\n');
            sha.update(ED25519);
            byte[] hash = sha.digest(publicKey);
            return (hash[0] & 0xFF) << 24 | (hash[1] & 0xFF) << 16 | (hash[2] & 0xFF) << 8 | hash[3] & 0xFF;
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
