package consort.bench.ledger;

import consort.ledger.disk.FileDisk;
import consort.ledger.entry.KeyFile;
import consort.ledger.log.EntryBundle;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TilePath;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The least that an audit can cost on this machine: on all cores, each entry read, its leaf hashed and its one signature
 * verified; then the tree over the leaves. It judges nothing: whose key should have signed, and what the entries say, is not
 * looked at.
 */
final class BareAudit {

    private static final int MAX_BUNDLE_BYTES = 32 << 20;

    private final FileDisk ledger;
    private final SignedCheckpoint checkpoint;
    private final Map<Integer, VerifierKey> keys = new HashMap<>();

    BareAudit(Path folder) throws IOException {
        ledger = new FileDisk(folder);
        checkpoint = SignedCheckpoint.parse(ledger.readAll(SignedCheckpoint.PATH, SignedCheckpoint.MAX_BYTES));
        for (String name : ledger.list(KeyFile.FOLDER)) {
            VerifierKey key = VerifierKey.parse(new String(ledger.readAll(KeyFile.FOLDER + "/" + name, 4096),
                    StandardCharsets.UTF_8).strip());
            keys.put(key.id(), key);
        }
    }

    /** Entries of the ledger. */
    long size() {
        return checkpoint.checkpoint().size();
    }

    void run() {
        long size = size();
        CompactTree tree = new CompactTree();
        LongStream.range(0, (size + TilePath.FULL - 1) / TilePath.FULL).parallel()
                .mapToObj(index -> leaves(index, (int) Math.min(TilePath.FULL, size - index * TilePath.FULL)))
                .forEachOrdered(leaves -> leaves.forEach(tree::append));
        if (!tree.root().equals(checkpoint.checkpoint().root())) {
            throw new IllegalStateException("not the checkpoint's root");
        }
    }

    private List<Hash> leaves(long index, int width) {
        try {
            String path = new TilePath(TilePath.ENTRIES, index, width).path();
            return EntryBundle.decode(ledger.readAll(path, MAX_BUNDLE_BYTES)).stream().map(this::leaf).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Hash leaf(byte[] entry) {
        Note note = Note.parse(entry, entry.length);
        NoteSignature signature = note.signatures().getFirst();
        if (!keys.get(signature.keyId()).verify(note.text().getBytes(StandardCharsets.UTF_8), signature.signature())) {
            throw new IllegalStateException("an entry that does not verify");
        }
        return TreeHash.leaf(entry);
    }
}
