package consort.ledger.entry;

import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import consort.ledger.note.StrictBase64;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in which an organization whose certificate has ended asks for another: a note signed with its key of the ledger, since it
 * cannot call the coordinator. It is no entry, and its first line, which has spaces, can be that of neither an entry nor a checkpoint.
 *
 * <pre>
 * consort certificate request v1
 * &lt;origin&gt;
 * &lt;organization&gt;
 * &lt;wall clock in milliseconds&gt;
 * &lt;PKCS#10 in base64&gt;
 * </pre>
 *
 * @param note what it was read from; nothing of it counts before {@link #verify}
 * @param signingRequest PKCS#10, DER, as it was written
 */
public record CertificateRequest(Note note, String origin, String organization, long wallMillis, byte[] signingRequest) {

    /** Several times what is needed. */
    public static final int MAX_BYTES = 16_384;

    private static final String FIRST_LINE = "consort certificate request v1";
    private static final Pattern FORM = Pattern.compile(
            FIRST_LINE + "\n([^\n]{1,256})\n([a-z0-9][a-z0-9-]{0,39})\n([0-9]{1,15})\n([A-Za-z0-9+/=]{1,8192})\n");

    /** Signs a request. */
    public static CertificateRequest sign(String origin, String organization, long wallMillis, byte[] signingRequest, SignerKey key) {
        String text = String.join("\n", FIRST_LINE, origin, organization, Long.toString(wallMillis),
                StrictBase64.encode(signingRequest)) + "\n";
        return parse(Note.sign(text, key).bytes());
    }

    /** @throws MalformedNoteException when it is none */
    public static CertificateRequest parse(byte[] file) {
        Note note = Note.parse(file, MAX_BYTES);
        Matcher fields = FORM.matcher(note.text());
        if (!fields.matches()) {
            throw new MalformedNoteException("not a request for a certificate: expected \"" + FIRST_LINE
                    + "\", then origin, organization, time and PKCS#10 in base64, a line each");
        }
        return new CertificateRequest(note, fields.group(1), fields.group(2), Long.parseLong(fields.group(3)),
                StrictBase64.decode(fields.group(4)));
    }

    /** @throws UnverifiedNoteException unless this key signed it */
    public void verify(VerifierKey key) throws UnverifiedNoteException {
        note.verify(List.of(key));
    }

    public byte[] bytes() {
        return note.bytes();
    }
}
