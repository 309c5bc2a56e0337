package consort.ledger.note;

import java.util.Base64;

/**
 * Standard Base64 (RFC 4648, section 4) with exactly one text for each sequence of bytes. The JDK's decoder alone accepts
 * missing padding and ignores the unused bits of the last character.
 */
public final class StrictBase64 {

    private StrictBase64() {
    }

    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** @throws MalformedNoteException when encoding the result would not give {@code text} again */
    public static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedNoteException("not base64: \"" + text + "\"");
        }
        if (!encode(bytes).equals(text)) {
            throw new MalformedNoteException("not canonical base64 (altered trailing bits or padding): \"" + text + "\"");
        }
        return bytes;
    }
}
