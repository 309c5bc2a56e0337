package consort.ledger.log;

import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The hashes of a growing tree that are not yet in full, published tiles: for each level of tiles, those from the beginning
 * of its first tile that is not full on disk.
 */
final class TreeEdge {

    /** The hashes of one level from index {@code first}, a multiple of a tile's width. */
    private static final class Row {
        private long first;
        private final List<Hash> hashes = new ArrayList<>();

        private long end() {
            return first + hashes.size();
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private long size;

    /** The edge of the empty tree. */
    TreeEdge() {
        for (int level = 0; level <= TilePath.MAX_LEVEL; level++) {
            rows.add(new Row());
        }
    }

    /**
     * The edge of the tree of the full bundles below a published size.
     *
     * @param published the size of a checkpoint whose tiles are there
     */
    static TreeEdge restore(long published, TileFetcher tiles) throws IOException {
        TreeEdge edge = new TreeEdge();
        edge.size = published - published % TilePath.FULL;
        edge.rows.getFirst().first = edge.size;
        for (int level = 1; level <= TilePath.MAX_LEVEL; level++) {
            Row row = edge.rows.get(level);
            long count = TilePath.count(level, published);
            row.first = count - count % TilePath.FULL;
            if (row.first < count) {
                row.hashes.addAll(tiles.hashes(TilePath.in(level, row.first / TilePath.FULL, count)));
            }
        }
        return edge;
    }

    long size() {
        return size;
    }

    void append(Hash leafHash) {
        size++;
        Hash hash = leafHash;
        for (int level = 0; level <= TilePath.MAX_LEVEL; level++) {
            Row row = rows.get(level);
            row.hashes.add(hash);
            int count = row.hashes.size();
            if (count % TilePath.FULL != 0) {
                return;
            }
            hash = TreeHash.perfect(row.hashes.subList(count - TilePath.FULL, count));
        }
    }

    /** Whether the edge holds the hash at this index of a level of tiles, and everything after it. */
    boolean holds(int level, long index) {
        return index >= rows.get(level).first;
    }

    /** Consecutive hashes of a level of tiles. */
    List<Hash> hashes(int level, long index, int count) throws LogDamagedException {
        Row row = rows.get(level);
        if (index + count > row.end()) {
            throw new LogDamagedException(Kind.MISSING, new TilePath(level, index / TilePath.FULL, TilePath.FULL).path(),
                    "asked for hashes that the tree of " + size + " entries does not have");
        }
        int from = Math.toIntExact(index - row.first);
        return List.copyOf(row.hashes.subList(from, from + count));
    }

    /** Lets go of the hashes that stand in full tiles once a tree of {@code published} entries is published. */
    void release(long published) {
        for (int level = 0; level <= TilePath.MAX_LEVEL; level++) {
            Row row = rows.get(level);
            long count = TilePath.count(level, published);
            long first = count - count % TilePath.FULL;
            if (first > row.first) {
                row.hashes.subList(0, Math.toIntExact(first - row.first)).clear();
                row.first = first;
            }
        }
    }
}
