package consort.ledger.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One signature line: {@code — name base64(keyID || signature)}.
 *
 * @param keyId big-endian in the line
 * @param signature at least one byte; never changed after construction
 */
public record NoteSignature(String name, int keyId, byte[] signature) {

    static final String DASH = "\u2014 ";

    public NoteSignature {
        KeyName.require(name);
        if (signature.length == 0) {
            throw new MalformedNoteException("signature of " + name + " is empty");
        }
        signature = signature.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /** Whether name and key ID are those of {@code key}; says nothing about validity. */
    public boolean isBy(VerifierKey key) {
        return isBy(key.name(), key.id());
    }

    /** Whether it is by a key of this name and key ID, of whatever type; says nothing about validity. */
    public boolean isBy(String keyName, int id) {
        return keyId == id && name.equals(keyName);
    }

    String idHex() {
        return HexFormat.of().toHexDigits(keyId);
    }

    /** @param line without its newline */
    public static NoteSignature parse(String line) {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new MalformedNoteException("not a signature line (\"— name base64\"): \"" + line + "\"");
        }
        byte[] bytes = StrictBase64.decode(line.substring(space + 1));
        if (bytes.length < 5) {
            throw new MalformedNoteException("signature line too short: \"" + line + "\"");
        }
        int id = (bytes[0] & 0xFF) << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
        return new NoteSignature(line.substring(DASH.length(), space), id, Arrays.copyOfRange(bytes, 4, bytes.length));
    }

    /** The line, with its newline. */
    public String line() {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(keyId).put(signature).array();
        return DASH + name + " " + StrictBase64.encode(bytes) + "\n";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature that && that.keyId == keyId && that.name.equals(name)
                && Arrays.equals(that.signature, signature);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + keyId) + Arrays.hashCode(signature);
    }
}
