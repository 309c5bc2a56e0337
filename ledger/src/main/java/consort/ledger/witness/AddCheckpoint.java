package consort.ledger.witness;

import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.Hash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.StrictBase64;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The request that a log makes of a witness (c2sp.org/tlog-witness, add-checkpoint): a line {@code old <size>}, a line for each hash of the
 * consistency proof, an empty line, and the checkpoint.
 *
 * @param oldSize entries of the newest checkpoint that the witness cosigned, as the log believes; 0 when none
 * @param proof that the tree of that size is a prefix of the checkpoint's; empty when {@code oldSize} is 0 or the same
 * @param note the checkpoint, with the log's signature
 */
public record AddCheckpoint(long oldSize, List<Hash> proof, Note note) {

    /** No witness reads more. */
    public static final int MAX_BYTES = SignedCheckpoint.MAX_BYTES + 4096;

    private static final String OLD = "old ";
    private static final int MAX_PROOF = 63;

    public AddCheckpoint {
        proof = List.copyOf(proof);
        if (oldSize < 0 || proof.size() > MAX_PROOF) {
            throw new MalformedNoteException("no request has the old size " + oldSize + " and a proof of " + proof.size() + " hashes");
        }
        TreeHead.parse(note.text());
    }

    /** Asks for a cosignature of {@code checkpoint}. */
    public AddCheckpoint(long oldSize, List<Hash> proof, SignedCheckpoint checkpoint) {
        this(oldSize, proof, checkpoint.note());
    }

    /**
     * Reads a request and verifies nothing.
     *
     * @throws MalformedNoteException when it is not exactly one
     */
    public static AddCheckpoint parse(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw new MalformedNoteException("request of " + body.length + " bytes; at most " + MAX_BYTES + " are read here");
        }
        String text = decode(body);
        int split = text.indexOf("\n\n");
        String[] lines = text.substring(0, Math.max(split, 0)).split("\n", MAX_PROOF + 2);
        if (split < 0 || !lines[0].startsWith(OLD) || lines.length > MAX_PROOF + 1) {
            throw new MalformedNoteException("not a request: expected \"old <size>\", at most " + MAX_PROOF
                    + " lines of proof, and an empty line before the checkpoint");
        }
        List<Hash> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            proof.add(parseHash(lines[i]));
        }
        return new AddCheckpoint(Checkpoint.parseNumber("size", lines[0].substring(OLD.length())), proof,
                Note.parse(text.substring(split + 2).getBytes(StandardCharsets.UTF_8), SignedCheckpoint.MAX_BYTES));
    }

    /** The request's body, which {@link #parse} reads. */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder(OLD + oldSize + "\n");
        proof.forEach(hash -> text.append(StrictBase64.encode(hash.bytes())).append('\n'));
        byte[] head = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        byte[] checkpoint = note.bytes();
        return ByteBuffer.allocate(head.length + checkpoint.length).put(head).put(checkpoint).array();
    }

    TreeHead head() {
        return TreeHead.parse(note.text());
    }

    private static Hash parseHash(String line) {
        byte[] hash = StrictBase64.decode(line);
        if (hash.length != Hash.BYTES) {
            throw new MalformedNoteException("not a hash of the proof: \"" + line + "\"");
        }
        return Hash.of(hash);
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedNoteException("not a request: not UTF-8");
        }
    }
}
