package consort.ledger.log;

import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.StrictBase64;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What a log commits to (c2sp.org/tlog-checkpoint), without extension lines: {@code origin\nsize\nbase64(root)\n}.
 *
 * @param origin the log's identity, which is also the name of its key
 * @param size the number of entries
 * @param root the root of the Merkle tree over them
 */
public record Checkpoint(String origin, long size, Hash root) {

    private static final int LINES = 3;
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

    public Checkpoint {
        if (origin.isEmpty() || origin.contains("\n") || size < 0) {
            throw new MalformedNoteException("no checkpoint has origin \"" + origin + "\" and size " + size);
        }
        if (size == 0 && !root.equals(TreeHash.EMPTY_ROOT)) {
            throw new MalformedNoteException("checkpoint of size 0 with a root other than that of the empty tree");
        }
    }

    /** Reads the text of a checkpoint's note, exactly. */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != LINES + 1 || !lines[LINES].isEmpty()) {
            throw new MalformedNoteException("not a checkpoint: expected the three lines origin, size and root");
        }
        return of(lines);
    }

    /** Reads what the text of a checkpoint's note says, with extension lines too, which the specification allows and no log of ours writes. */
    static Checkpoint parseSaid(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length <= LINES || !lines[lines.length - 1].isEmpty()
                || Arrays.stream(lines).limit(lines.length - 1L).anyMatch(String::isEmpty)) {
            throw new MalformedNoteException("not a checkpoint: expected origin, size, root and no empty line");
        }
        return of(lines);
    }

    private static Checkpoint of(String[] lines) {
        byte[] root = StrictBase64.decode(lines[2]);
        if (root.length != Hash.BYTES) {
            throw new MalformedNoteException("not a checkpoint: its root has " + root.length + " bytes: " + lines[2]);
        }
        return new Checkpoint(lines[0], parseNumber("size", lines[1]), Hash.of(root));
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + StrictBase64.encode(root.bytes()) + "\n";
    }

    /** A decimal number up to 2^63 - 1 without leading zeros, as sizes and indexes are written. */
    public static long parseNumber(String what, String digits) {
        try {
            if (SIZE.matcher(digits).matches()) {
                return Long.parseLong(digits);
            }
        } catch (NumberFormatException tooLarge) {
            throw new MalformedNoteException(what + " beyond 2^63 - 1: " + digits);
        }
        throw new MalformedNoteException("not a " + what + ": \"" + digits + "\"");
    }
}
