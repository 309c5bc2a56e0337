package consort.ledger.log;

import consort.ledger.merkle.Hash;
import consort.ledger.merkle.HashSource;
import consort.ledger.merkle.TreeHash;
import java.io.IOException;
import java.util.List;

/** Reads the hashes of perfect subtrees from the edge in memory and, behind it, from full tiles. */
final class TileHashSource implements HashSource {

    private final TreeEdge edge;
    private final TileFetcher tiles;

    TileHashSource(TreeEdge edge, TileFetcher tiles) {
        this.edge = edge;
        this.tiles = tiles;
    }

    @Override
    public Hash hash(int height, long index) throws IOException {
        int level = height / TilePath.HEIGHT;
        int within = height % TilePath.HEIGHT;
        return TreeHash.perfect(row(level, index << within, 1 << within));
    }

    /** Neighboring hashes of one tile. */
    List<Hash> row(int level, long first, int count) throws IOException {
        if (edge.holds(level, first)) {
            return edge.hashes(level, first, count);
        }
        int from = (int) (first % TilePath.FULL);
        return tiles.hashes(new TilePath(level, first / TilePath.FULL, TilePath.FULL)).subList(from, from + count);
    }
}
