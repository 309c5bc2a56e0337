package consort.ledger.entry;

import consort.ledger.merkle.Hash;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.VerifierKey;
import java.nio.charset.StandardCharsets;

/**
 * An entry as read; its signature is verified only by {@link #isSignedBy}.
 *
 * @param index its place in the log
 * @param domain the first part of line 1
 * @param note the whole entry; has exactly one signature
 * @param leafHash of the stored bytes
 */
public record Entry(long index, String domain, Body body, Note note, Hash leafHash) {

    /** The bytes as stored: the leaf. */
    public byte[] bytes() {
        return note.bytes();
    }

    /** The same entry in its place. */
    public Entry at(long place) {
        return new Entry(place, domain, body, note, leafHash);
    }

    public EntryType type() {
        return body.type();
    }

    /** The one signature, whose name and key ID say which key claims to have signed. */
    public NoteSignature signature() {
        return note.signatures().getFirst();
    }

    /** Whether {@code key} is the one that the signature names, and signed. Bouncy Castle decides. */
    public boolean isSignedBy(VerifierKey key) {
        return signature().isBy(key)
                && key.verify(note.text().getBytes(StandardCharsets.UTF_8), signature().signature());
    }
}
