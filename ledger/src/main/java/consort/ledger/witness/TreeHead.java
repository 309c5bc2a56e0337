package consort.ledger.witness;

import consort.ledger.log.Checkpoint;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.StrictBase64;
import java.util.Arrays;

/**
 * What the text of any checkpoint says, as c2sp.org/tlog-checkpoint allows it. {@link consort.ledger.log.Checkpoint} is what this
 * program's logs say, which is less: no extension lines, and no root of an empty tree but the right one. A witness has to give each its
 * own answer.
 */
record TreeHead(String origin, long size, Hash root) {

    private static final int MIN_LINES = 3;

    /** Reads the text of a note; extension lines are passed over. */
    static TreeHead parse(String text) {
        String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
        if (lines.length < MIN_LINES || Arrays.stream(lines).anyMatch(String::isEmpty)) {
            throw new MalformedNoteException("not a checkpoint: expected origin, size, root and no empty line");
        }
        byte[] root = StrictBase64.decode(lines[2]);
        if (root.length != Hash.BYTES) {
            throw new MalformedNoteException("not a checkpoint: its root has " + root.length + " bytes: " + lines[2]);
        }
        return new TreeHead(lines[0], Checkpoint.parseNumber("size", lines[1]), Hash.of(root));
    }

    /** Whether it is the root of a tree without entries, or of one with. */
    boolean hasPossibleRoot() {
        return size > 0 || root.equals(TreeHash.EMPTY_ROOT);
    }

    /** Another tree of the same size: no log may sign both. */
    boolean contradicts(TreeHead other) {
        return origin.equals(other.origin) && size == other.size && !root.equals(other.root);
    }
}
