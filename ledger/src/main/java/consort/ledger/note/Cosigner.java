package consort.ledger.note;

import java.nio.ByteBuffer;

/**
 * Signs as a witness. The secret is kept as that of any key ({@link SignerKey#secretText}); it must be used for nothing else: a
 * cosignature does not say whose it is, so one key must be one witness.
 */
public final class Cosigner {

    private final SignerKey secret;
    private final CosignerKey key;

    public Cosigner(SignerKey secret) {
        this.secret = secret;
        this.key = CosignerKey.of(secret);
    }

    public CosignerKey key() {
        return key;
    }

    /**
     * The signature line to put under a checkpoint's note.
     *
     * @param text the note's text: origin, size, root, each with its newline
     * @param timeSeconds since 1970; at least 1
     */
    public NoteSignature cosign(String text, long timeSeconds) {
        if (timeSeconds < 1) {
            throw new IllegalArgumentException("a cosignature says when: seconds since 1970, not " + timeSeconds);
        }
        byte[] signature = secret.sign(CosignerKey.message(text, timeSeconds));
        return new NoteSignature(key.name(), key.id(),
                ByteBuffer.allocate(Long.BYTES + signature.length).putLong(timeSeconds).put(signature).array());
    }
}
