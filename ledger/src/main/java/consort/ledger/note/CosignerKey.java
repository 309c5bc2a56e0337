package consort.ledger.note;

import consort.ledger.ed25519.Ed25519Verifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * A named Ed25519 public key of a witness, written {@code name+hex(keyID)+base64(0x04 || public key)}, where
 * {@code keyID = SHA-256(name || 0x0A || 0x04 || public key)[0..4)} (c2sp.org/tlog-cosignature). What it signs, a cosignature, is a
 * signature line under a checkpoint whose signature is {@code u64 timestamp || Ed25519 signature} of the text
 * {@code cosignature/v1\ntime <timestamp>\n<text of the checkpoint>}.
 *
 * <p>It is no {@link VerifierKey}: nothing that it signed can be taken for an entry, a receipt or a checkpoint of the log.
 */
public final class CosignerKey {

    /** The signature type of timestamped Ed25519 cosignatures of checkpoints. */
    public static final byte COSIGNATURE = 0x04;

    private static final int SIGNATURE_BYTES = Long.BYTES + 64;

    private final String name;
    private final byte[] publicKey;
    private final int id;
    private final Ed25519Verifier verifier;

    private CosignerKey(String name, byte[] publicKey) {
        this.name = KeyName.require(name);
        this.verifier = VerifierKey.verifier(name, publicKey);
        this.publicKey = publicKey;
        this.id = VerifierKeyText.keyId(name, COSIGNATURE, publicKey);
    }

    /** @throws MalformedNoteException when the name is unfit or the bytes are no point of the prime-order group */
    public static CosignerKey of(String name, byte[] publicKey) {
        return new CosignerKey(name, publicKey.clone());
    }

    /** The key that verifies what {@link Cosigner} signs with {@code secret}. */
    public static CosignerKey of(SignerKey secret) {
        return of(secret.name(), secret.verifierKey().publicKey());
    }

    /** Reads the text form, whole and canonical. */
    public static CosignerKey parse(String text) {
        VerifierKeyText parts = VerifierKeyText.parse(text);
        if (parts.type() != COSIGNATURE) {
            throw new MalformedNoteException("verifier key " + text + ": its type is not that of a witness (0x04)");
        }
        CosignerKey key = of(parts.name(), parts.publicKey());
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

    /**
     * When it cosigned a checkpoint's note; of several cosignatures, the newest.
     *
     * @return seconds since 1970; empty when there is no line of this key
     * @throws UnverifiedNoteException when a line of this key does not verify
     */
    public OptionalLong cosigned(Note note) throws UnverifiedNoteException {
        OptionalLong newest = OptionalLong.empty();
        for (NoteSignature line : note.signatures()) {
            if (line.isBy(name, id)) {
                newest = OptionalLong.of(Math.max(newest.orElse(0), verify(note.text(), line)));
            }
        }
        return newest;
    }

    /** The timestamp of a line that bears this key's name and ID. */
    private long verify(String text, NoteSignature line) throws UnverifiedNoteException {
        byte[] signature = line.signature();
        if (signature.length == SIGNATURE_BYTES) {
            long timestamp = ByteBuffer.wrap(signature).getLong();
            byte[] ed25519 = Arrays.copyOfRange(signature, Long.BYTES, signature.length);
            // Beyond 2^63 - 1 there are no timestamps.
            if (timestamp >= 0 && verifier.verify(message(text, timestamp), ed25519)) {
                return timestamp;
            }
        }
        throw new UnverifiedNoteException("the cosignature of " + name + " (key " + HexFormat.of().toHexDigits(id)
                + ") does not verify: the checkpoint or the signature was changed after signing");
    }

    static byte[] message(String text, long timestamp) {
        return ("cosignature/v1\ntime " + timestamp + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    /** The text form, which {@link #parse} reads. */
    @Override
    public String toString() {
        return VerifierKeyText.write(name, id, COSIGNATURE, publicKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CosignerKey key && key.name.equals(name) && Arrays.equals(key.publicKey, publicKey);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + id;
    }
}
