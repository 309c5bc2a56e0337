package consort.ledger.log;

import consort.ledger.entry.LogKeys;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.ProofVerifier;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.StrictBase64;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * That an entry stands in a log, to be checked offline (c2sp.org/tlog-proof); a file of this kind ends in
 * {@code .tlog-proof}. The extra data is here the entry itself, if anything: nothing authenticates it but that the proof verifies for it.
 *
 * @param extra Base64
 * @param index the entry's index
 * @param path the inclusion proof, from the leaf's sibling upwards
 */
public record TlogProof(Optional<String> extra, long index, List<Hash> path, SignedCheckpoint checkpoint) {

    /** How the name of such a file ends. */
    public static final String SUFFIX = ".tlog-proof";

    public static final int MAX_BYTES = SignedCheckpoint.MAX_BYTES + 100_000;

    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
    private static final String INDEX = "index ";
    private static final String EXTRA = "extra ";
    private static final int MAX_PATH = 63;

    public TlogProof {
        path = List.copyOf(path);
        if (index < 0 || path.size() > MAX_PATH) {
            throw new MalformedNoteException("no proof has index " + index + " and " + path.size() + " hashes");
        }
        extra.ifPresent(StrictBase64::decode);
    }

    /** Without extra data. */
    public TlogProof(long index, List<Hash> path, SignedCheckpoint checkpoint) {
        this(Optional.empty(), index, path, checkpoint);
    }

    /** The same proof with its entry. */
    public TlogProof withEntry(byte[] entry) {
        return new TlogProof(Optional.of(StrictBase64.encode(entry)), index, path, checkpoint);
    }

    /** The extra data. */
    public Optional<byte[]> entry() {
        return extra.map(StrictBase64::decode);
    }

    /** Reads a proof and verifies nothing. */
    public static TlogProof parse(byte[] bytes) {
        return parse(bytes, SignedCheckpoint::parse);
    }

    /** The same, with a checkpoint as {@link SignedCheckpoint#parseSaid} reads it. */
    public static TlogProof parseSaid(byte[] bytes) {
        return parse(bytes, SignedCheckpoint::parseSaid);
    }

    private static TlogProof parse(byte[] bytes, Function<byte[], SignedCheckpoint> checkpoints) {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedNoteException("proof of " + bytes.length + " bytes; at most " + MAX_BYTES + " are read here");
        }
        String text = decode(bytes);
        int split = text.indexOf("\n\n");
        String[] lines = text.substring(0, Math.max(split, 0)).split("\n", -1);
        int at = lines.length > 1 && lines[1].startsWith(EXTRA) ? 2 : 1;
        if (split < 0 || lines.length <= at || !lines[0].equals(FIRST_LINE) || !lines[at].startsWith(INDEX)) {
            throw new MalformedNoteException("not a proof: expected \"" + FIRST_LINE + "\", an index line, hashes, and an "
                    + "empty line before the checkpoint");
        }
        List<Hash> path = new ArrayList<>();
        for (int i = at + 1; i < lines.length; i++) {
            path.add(parseHash(lines[i]));
        }
        Optional<String> extra = at == 1 ? Optional.empty() : Optional.of(lines[1].substring(EXTRA.length()));
        return new TlogProof(extra, Checkpoint.parseNumber("index", lines[at].substring(INDEX.length())), path,
                checkpoints.apply(text.substring(split + 2).getBytes(StandardCharsets.UTF_8)));
    }

    public byte[] bytes() {
        StringBuilder text = new StringBuilder(FIRST_LINE + "\n");
        extra.ifPresent(data -> text.append(EXTRA).append(data).append('\n'));
        text.append(INDEX).append(index).append('\n');
        path.forEach(hash -> text.append(StrictBase64.encode(hash.bytes())).append('\n'));
        byte[] head = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        byte[] note = checkpoint.bytes();
        return ByteBuffer.allocate(head.length + note.length).put(head).put(note).array();
    }

    /** @throws UnverifiedNoteException unless the log's key signed the checkpoint and the leaf is in its tree at the index */
    public void verify(Hash leafHash, VerifierKey logKey) throws UnverifiedNoteException {
        verify(leafHash, LogKeys.of(logKey));
    }

    /** @throws UnverifiedNoteException unless a log key that may signed the checkpoint and the leaf is in its tree at the index */
    public void verify(Hash leafHash, LogKeys logKeys) throws UnverifiedNoteException {
        checkpoint.verify(logKeys);
        Checkpoint tree = checkpoint.checkpoint();
        if (!ProofVerifier.includes(leafHash, index, tree.size(), path, tree.root())) {
            throw new UnverifiedNoteException("the proof does not lead from leaf " + leafHash + " at index " + index
                    + " to the root of the checkpoint of size " + tree.size());
        }
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
            throw new MalformedNoteException("not a proof: not UTF-8");
        }
    }
}
