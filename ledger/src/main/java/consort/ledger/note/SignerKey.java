package consort.ledger.note;

import consort.ledger.ed25519.Ed25519Signer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A named Ed25519 private key. Its secret leaves it only through {@link #secretText}.
 *
 * <p>The secret's text form is the one of Go's {@code sumdb/note}:
 * {@code PRIVATE+KEY+name+hex(keyID)+base64(0x01 || seed)}.
 */
public final class SignerKey {

    public static final int SEED_BYTES = Ed25519Signer.SEED_BYTES;

    private static final String PREFIX = "PRIVATE+KEY+";
    private static final Pattern FORMAT = Pattern.compile("PRIVATE\\+KEY\\+([^+]+)\\+([0-9a-f]{8})\\+(.+)");

    private final byte[] seed;
    private final VerifierKey verifierKey;
    private final Ed25519Signer signer;

    private SignerKey(String name, byte[] seed) {
        this.seed = seed;
        this.signer = new Ed25519Signer(seed);
        this.verifierKey = VerifierKey.of(name, signer.publicKey());
    }

    /** @param seed the 32 secret bytes of RFC 8032; copied */
    public static SignerKey fromSeed(String name, byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new MalformedNoteException("key " + name + ": a seed has " + SEED_BYTES + " bytes, not " + seed.length);
        }
        return new SignerKey(name, seed.clone());
    }

    /** Reads {@link #secretText}. Messages of its errors never hold the secret. */
    public static SignerKey parse(String secretText) {
        Matcher parts = FORMAT.matcher(secretText);
        if (!parts.matches()) {
            throw new MalformedNoteException("not a private key: it must begin with " + PREFIX);
        }
        String name = parts.group(1);
        byte[] typed = decodeSecret(name, parts.group(3));
        if (typed.length != 1 + SEED_BYTES || typed[0] != VerifierKey.ED25519) {
            throw new MalformedNoteException("private key of " + name + ": not an Ed25519 key of " + SEED_BYTES + " bytes");
        }
        SignerKey key = new SignerKey(name, Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.verifierKey.idHex().equals(parts.group(2))) {
            throw new MalformedNoteException("private key of " + name + ": the key ID must be " + key.verifierKey.idHex()
                    + "; the name or the key was changed");
        }
        return key;
    }

    public VerifierKey verifierKey() {
        return verifierKey;
    }

    public String name() {
        return verifierKey.name();
    }

    /** The 64-byte Ed25519 signature of {@code message}; the same each time. */
    public byte[] sign(byte[] message) {
        return signer.sign(message);
    }

    /** The secret, to be kept in a file that only its owner reads. */
    public String secretText() {
        byte[] typed = ByteBuffer.allocate(1 + SEED_BYTES).put(VerifierKey.ED25519).put(seed).array();
        return PREFIX + name() + "+" + verifierKey.idHex() + "+" + StrictBase64.encode(typed);
    }

    /** Names the key and hides the secret. */
    @Override
    public String toString() {
        return "SignerKey[" + verifierKey + "]";
    }

    private static byte[] decodeSecret(String name, String base64) {
        try {
            return StrictBase64.decode(base64);
        } catch (MalformedNoteException hidden) {
            throw new MalformedNoteException("private key of " + name + ": its secret part is not canonical base64");
        }
    }
}
