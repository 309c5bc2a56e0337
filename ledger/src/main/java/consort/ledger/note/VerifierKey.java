package consort.ledger.note;

import consort.ledger.ed25519.Ed25519Verifier;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A named Ed25519 public key, written {@code name+hex(keyID)+base64(0x01 || public key)}, where
 * {@code keyID = SHA-256(name || 0x0A || 0x01 || public key)[0..4)} (c2sp.org/signed-note).
 */
public final class VerifierKey {

    /** The signature type of plain Ed25519; the only one accepted here. Cosignatures have another: {@link CosignerKey}. */
    public static final byte ED25519 = 0x01;

    public static final int PUBLIC_KEY_BYTES = Ed25519Verifier.KEY_BYTES;

    private final String name;
    private final byte[] publicKey;
    private final int id;
    private final Ed25519Verifier verifier;

    private VerifierKey(String name, byte[] publicKey) {
        this.name = KeyName.require(name);
        this.verifier = verifier(name, publicKey);
        this.publicKey = publicKey;
        this.id = VerifierKeyText.keyId(name, ED25519, publicKey);
    }

    /** @throws MalformedNoteException when the name is unfit or the bytes are no point of the prime-order group */
    public static VerifierKey of(String name, byte[] publicKey) {
        return new VerifierKey(name, publicKey.clone());
    }

    /** Reads the text form, whole and canonical. */
    public static VerifierKey parse(String text) {
        VerifierKeyText parts = VerifierKeyText.parse(text);
        if (parts.type() != ED25519) {
            throw new MalformedNoteException("verifier key " + text + ": its type is not Ed25519 (0x01)");
        }
        VerifierKey key = of(parts.name(), parts.publicKey());
        parts.requireId(key.id);
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
        return verifier.verify(message, signature);
    }

    /** @throws MalformedNoteException when the bytes are no point of the prime-order group */
    static Ed25519Verifier verifier(String name, byte[] publicKey) {
        if (publicKey.length != PUBLIC_KEY_BYTES) {
            throw new MalformedNoteException("key " + name + ": an Ed25519 public key has " + PUBLIC_KEY_BYTES
                    + " bytes, not " + publicKey.length);
        }
        return Ed25519Verifier.of(publicKey).orElseThrow(() -> new MalformedNoteException("key " + name
                + ": not a valid Ed25519 public key: " + HexFormat.of().formatHex(publicKey)));
    }

    public String idHex() {
        return HexFormat.of().toHexDigits(id);
    }

    /** The text form, which {@link #parse} reads. */
    @Override
    public String toString() {
        return VerifierKeyText.write(name, id, ED25519, publicKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey key && key.name.equals(name) && Arrays.equals(key.publicKey, publicKey);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + id;
    }
}
