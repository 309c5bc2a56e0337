package consort.ledger.entry;

import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.merkle.Hash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import consort.ledger.note.StrictBase64;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads, signs and verifies receipts: notes by the log key with the lines {@code <domain>/receipt/v1}, the origin, and one
 * {@code <index> <base64 leaf hash>} for each entry. Line 1 keeps a receipt from ever being read as a checkpoint.
 */
public final class Receipts {

    public static final int MAX_BYTES = 4096;

    private static final int MAX_ENTRIES = 8;
    private static final Pattern LINE = Pattern.compile("(0|[1-9][0-9]{0,15}) ([A-Za-z0-9+/]{43}=)");

    private Receipts() {
    }

    /** The same entries always give the same bytes. The name of {@code logKey} is the ledger's origin. */
    public static byte[] sign(SignerKey logKey, List<Receipted> entries) {
        return sign(List.of(logKey), entries);
    }

    /** The same, by several keys of one log. */
    public static byte[] sign(List<SignerKey> logKeys, List<Receipted> entries) {
        String origin = logKeys.getFirst().name();
        StringBuilder text = new StringBuilder(line1(origin)).append('\n').append(origin).append('\n');
        for (Receipted entry : entries) {
            text.append(entry.index()).append(' ').append(StrictBase64.encode(entry.leafHash().bytes())).append('\n');
        }
        Receipt receipt = read(text.toString());
        if (!receipt.entries().equals(entries)) {
            throw new IllegalStateException("a receipt reads differently than it was written");
        }
        return Note.sign(text.toString(), logKeys.toArray(SignerKey[]::new)).bytes();
    }

    /** Reads a receipt without verifying it. Throws {@link MalformedNoteException}. */
    public static Receipt parse(byte[] bytes) {
        return read(Note.parse(bytes, MAX_BYTES).text());
    }

    /**
     * Reads a receipt that {@code logKey} must have signed.
     *
     * @throws MalformedNoteException when it is not exactly a receipt
     * @throws UnverifiedNoteException when it is another ledger's, or the signature is missing or wrong
     */
    public static Receipt verify(byte[] bytes, VerifierKey logKey) throws UnverifiedNoteException {
        return verify(bytes, LogKeys.of(logKey));
    }

    /**
     * Reads a receipt that one of the log's keys must have signed that may, for all the entries it names.
     *
     * @throws MalformedNoteException when it is not exactly a receipt
     * @throws UnverifiedNoteException when it is another ledger's, or the signature is missing, wrong, or by a key that reigned
     *     no more
     */
    public static Receipt verify(byte[] bytes, LogKeys logKeys) throws UnverifiedNoteException {
        Note note = Note.parse(bytes, MAX_BYTES);
        List<VerifierKey> signers = note.verify(logKeys.all());
        Receipt receipt = read(note.text());
        requireReigning(signers, logKeys, receipt.entries().getLast().index());
        if (!receipt.origin().equals(logKeys.origin())) {
            throw new UnverifiedNoteException("the receipt is for the ledger " + receipt.origin() + ", not " + logKeys.origin());
        }
        return receipt;
    }

    private static void requireReigning(List<VerifierKey> signers, LogKeys logKeys, long last) throws UnverifiedNoteException {
        List<VerifierKey> signing = logKeys.signing(last);
        if (signers.stream().noneMatch(signing::contains)) {
            throw new UnverifiedNoteException("the receipt for entry " + last + " is signed by " + ids(signers)
                    + " only, which reigned no more there; a key that may sign it is " + ids(signing));
        }
    }

    private static String ids(List<VerifierKey> keys) {
        return keys.stream().map(key -> key.name() + " (key " + key.idHex() + ")").collect(Collectors.joining(", "));
    }

    private static Receipt read(String text) {
        String[] lines = text.substring(0, text.length() - 1).split("\n", MAX_ENTRIES + 3);
        if (lines.length < 3 || lines.length > MAX_ENTRIES + 2) {
            throw new MalformedNoteException("a receipt has 3 to " + (MAX_ENTRIES + 2) + " lines, not " + lines.length);
        }
        String origin = lines[1];
        if (!lines[0].equals(line1(origin))) {
            throw new MalformedNoteException(
                    "not a receipt: line 1 must be \"" + line1(origin) + "\", found \"" + lines[0] + "\"");
        }
        List<Receipted> entries = new ArrayList<>();
        for (int i = 2; i < lines.length; i++) {
            entries.add(receipted(lines[i]));
            if (i > 2 && entries.get(i - 2).index() <= entries.get(i - 3).index()) {
                throw new MalformedNoteException("the indexes of a receipt must ascend: \"" + lines[i] + "\"");
            }
        }
        return new Receipt(origin, entries);
    }

    private static Receipted receipted(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new MalformedNoteException("not a line of a receipt (index, leaf hash): \"" + line + "\"");
        }
        return new Receipted(Long.parseLong(parts.group(1)), Hash.of(StrictBase64.decode(parts.group(2))));
    }

    private static String line1(String origin) {
        return KeyNames.domain(origin) + "/receipt/v1";
    }
}
