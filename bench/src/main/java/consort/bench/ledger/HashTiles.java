package consort.bench.ledger;

import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TilePath;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The hash tiles of a large log whose entries are their own indices, written without waiting for the disk. */
final class HashTiles {

    private HashTiles() {
    }

    /** The leaf at an index. */
    static Hash leaf(long index) {
        return TreeHash.leaf(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
    }

    /** @return the signed checkpoint over them */
    static SignedCheckpoint write(Path folder, long size, SignerKey logKey) throws IOException {
        CompactTree tree = new CompactTree();
        List<List<Hash>> levels = new ArrayList<>();
        List<Long> written = new ArrayList<>();
        for (long index = 0; index < size; index++) {
            Hash leaf = leaf(index);
            tree.append(leaf);
            add(folder, levels, written, 0, leaf);
        }
        for (int level = 0; level < levels.size(); level++) {
            if (!levels.get(level).isEmpty()) {
                write(folder, new TilePath(level, written.get(level), levels.get(level).size()), levels.get(level));
            }
        }
        return SignedCheckpoint.sign(new Checkpoint(logKey.name(), size, tree.root()), logKey);
    }

    private static void add(Path folder, List<List<Hash>> levels, List<Long> written, int level, Hash hash) throws IOException {
        if (levels.size() == level) {
            levels.add(new ArrayList<>());
            written.add(0L);
        }
        List<Hash> tile = levels.get(level);
        tile.add(hash);
        if (tile.size() == TilePath.FULL) {
            write(folder, new TilePath(level, written.get(level), TilePath.FULL), tile);
            written.set(level, written.get(level) + 1);
            Hash root = TreeHash.perfect(tile);
            tile.clear();
            add(folder, levels, written, level + 1, root);
        }
    }

    /** What is least to be done with a tile that is to be verified. */
    static Hash readAndHash(Path tile) throws IOException {
        byte[] bytes = Files.readAllBytes(tile);
        CompactTree tree = new CompactTree();
        for (int at = 0; at < bytes.length; at += Hash.BYTES) {
            tree.append(Hash.of(bytes, at, Hash.BYTES));
        }
        return tree.root();
    }

    private static void write(Path folder, TilePath tile, List<Hash> hashes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(hashes.size() * Hash.BYTES);
        hashes.forEach(hash -> bytes.put(hash.bytes()));
        Path file = folder.resolve(tile.path());
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.array());
    }
}
