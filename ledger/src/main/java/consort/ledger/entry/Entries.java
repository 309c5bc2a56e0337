package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonObject;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and signs entries. */
public final class Entries {

    /** The index of an entry that has none yet: a peer offers it. */
    public static final long UNPLACED = -1;

    private static final Pattern LINE_1 = Pattern.compile("([^/\\s]{1,253})/([a-z0-9-]{1,40})/v([0-9]{1,4})");

    private Entries() {
    }

    /** As {@link #parse(long, byte[])}, of an entry that a peer offers. */
    public static Entry parse(byte[] bytes) {
        return parse(UNPLACED, bytes);
    }

    /**
     * Reads an entry strictly: a note of two lines with one signature, a known type and version, canonical JSON with exactly
     * that type's fields. Does not verify the signature.
     *
     * @throws UnknownEntryTypeException when it is well-formed but of a type or version that this program does not know
     * @throws MalformedEntryException otherwise
     */
    public static Entry parse(long index, byte[] bytes) {
        return parse(index, bytes, TreeHash.leaf(bytes));
    }

    /** The same where the leaf hash of the bytes is known. */
    public static Entry parse(long index, byte[] bytes, Hash leafHash) {
        Note note = note(bytes);
        int newline = note.text().indexOf('\n');
        String json = note.text().substring(newline + 1);
        Matcher line1 = LINE_1.matcher(note.text().substring(0, newline));
        if (!line1.matches()) {
            throw new MalformedEntryException("type", "line 1 is not <domain>/<type>/v<version>: \""
                    + shortened(note.text().substring(0, newline)) + "\"");
        }
        if (json.isEmpty() || json.indexOf('\n') != json.length() - 1) {
            throw new MalformedEntryException("body", "an entry has two lines, the second one its JSON");
        }
        JsonObject object = object(json);
        EntryType type = EntryType.ofText(line1.group(2)).filter(known -> known.reads(line1.group(3)))
                .orElseThrow(() -> new UnknownEntryTypeException(line1.group(2) + "/v" + line1.group(3)));
        Body body = body(type, Integer.parseInt(line1.group(3)), object);
        return new Entry(index, line1.group(1), body, note, leafHash);
    }

    /**
     * Signs an entry.
     *
     * @param domain the domain of the ledger's charter
     * @return the bytes as stored; {@link #parse} reads them
     * @throws MalformedEntryException when a component of the body is out of its bounds
     */
    public static byte[] sign(String domain, Body body, SignerKey key) {
        return signed(UNPLACED, domain, body, key).bytes();
    }

    /**
     * As {@link #sign}, and reads what was signed.
     *
     * @param index where it will stand
     */
    public static Entry signed(long index, String domain, Body body, SignerKey key) {
        String text = domain + "/" + body.type().text() + "/v" + body.version() + "\n" + body.json().canonicalText() + "\n";
        Entry entry = parse(index, Note.sign(text, key).bytes());
        if (!entry.body().equals(body)) {
            throw new IllegalStateException("an entry of type " + body.type().text() + " reads differently than it was written");
        }
        return entry;
    }

    /**
     * Demands that a body can be signed and read again.
     *
     * @throws MalformedEntryException naming the component that is out of its bounds
     */
    public static void requireReadable(Body body) {
        body(body.type(), body.version(), body.json());
    }

    private static Note note(byte[] bytes) {
        try {
            Note note = Note.parse(bytes, Limits.MAX_ENTRY_BYTES);
            if (note.onlySignature().isEmpty()) {
                throw new MalformedEntryException("signature", "an entry has one signature, not " + note.signatures().size());
            }
            return note;
        } catch (MalformedNoteException notANote) {
            throw new MalformedEntryException("note", notANote.getMessage());
        }
    }

    private static JsonObject object(String line) {
        try {
            return JsonObject.parse(line.substring(0, line.length() - 1));
        } catch (JsonException notCanonical) {
            throw new MalformedEntryException("body", notCanonical.getMessage());
        }
    }

    private static Body body(EntryType type, int version, JsonObject object) {
        try {
            return type.read(version, object.fields());
        } catch (JsonException unfit) {
            throw new MalformedEntryException("body", type.text() + ": " + unfit.getMessage());
        }
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
