package consort.ledger.entry;

import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import consort.ledger.note.StrictBase64;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.util.HexFormat;
import java.util.List;

/**
 * With which a party asks for a certificate by its key in the ledger: a note with the lines {@code <domain>/renewal/v1}, the
 * origin, and the SHA-256 of the signing request in base64. It stands in no entry, and line 1 keeps it from being read as one: no type is called so.
 *
 * <p>It says which key is to be certified, so whoever sends it again gets a certificate that only the party can use.
 */
public final class RenewalNote {

    public static final int MAX_BYTES = 4096;

    private RenewalNote() {
    }

    /**
     * Signs.
     *
     * @param key of the organization or worker
     * @param signingRequest PKCS#10, DER
     */
    public static byte[] sign(SignerKey key, String origin, byte[] signingRequest) {
        return Note.sign(text(origin, signingRequest), key).bytes();
    }

    /**
     * Whether a note is the party's word for a signing request.
     *
     * @param key that counts for the party now
     */
    public static boolean isSigned(byte[] note, VerifierKey key, String origin, byte[] signingRequest) {
        try {
            Note read = Note.parse(note, MAX_BYTES);
            read.verify(List.of(key));
            return read.text().equals(text(origin, signingRequest));
        } catch (MalformedNoteException | UnverifiedNoteException unfit) {
            return false;
        }
    }

    private static String text(String origin, byte[] signingRequest) {
        byte[] digest = HexFormat.of().parseHex(Document.digest(signingRequest));
        return KeyNames.domain(origin) + "/renewal/v1\n" + origin + "\n" + StrictBase64.encode(digest) + "\n";
    }
}
