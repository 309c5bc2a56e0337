package consort.ledger.log;

import consort.ledger.log.BundlesAhead.Bundle;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.Hash;
import java.io.IOException;
import java.util.List;

/**
 * Recomputes a log from its entries: every hash of every tile, and the root.
 *
 * <p>When an entry and a tile disagree, either may be the one that was changed. The entries decide by giving the signed root
 * or not, so a difference is kept and all entries are read before one file is named.
 */
final class TreeCheck<T> {

    private final TileFetcher fetcher;
    private final Checkpoint checkpoint;
    private final BundlesAhead<T> bundles;
    private final PreparedVisitor<T> visitor;
    private final CompactTree tree = new CompactTree();
    private final TreeEdge edge = new TreeEdge();
    private Difference first;

    /** A tile's hash that does not follow from the entries. */
    private record Difference(TilePath tile, int position, Hash stored, Hash computed) {

        long entry() {
            return TileFetcher.firstEntry(tile) + ((long) position << TilePath.HEIGHT * tile.level());
        }
    }

    TreeCheck(TileFetcher fetcher, Checkpoint checkpoint, BundlesAhead<T> bundles, PreparedVisitor<T> visitor) {
        this.fetcher = fetcher;
        this.checkpoint = checkpoint;
        this.bundles = bundles;
        this.visitor = visitor;
    }

    void run() throws IOException {
        while (bundles.hasNext()) {
            check(bundles.take());
            compareFinishedTiles();
            edge.release(edge.size());
        }
        judge();
    }

    private void check(Bundle<T> bundle) throws IOException {
        for (Hash leaf : bundle.leaves()) {
            tree.append(leaf);
            edge.append(leaf);
        }
        compare(new TilePath(0, bundle.path().index(), bundle.path().width()), bundle.stored(), bundle.leaves());
        for (int i = 0; i < bundle.entries().size() && first == null; i++) {
            visitor.entry(bundle.first() + i, bundle.entries().get(i), bundles.prepared(bundle, i));
        }
    }

    /** Compares the tiles above the leaves that have become full, and at the end those that stay partial. */
    private void compareFinishedTiles() throws IOException {
        boolean atEnd = edge.size() == checkpoint.size();
        for (int level = 1; level <= TilePath.MAX_LEVEL; level++) {
            long count = TilePath.count(level, edge.size());
            boolean justFull = edge.size() % (1L << TilePath.HEIGHT * level) == 0 && count > 0 && count % TilePath.FULL == 0;
            if (justFull || atEnd && count % TilePath.FULL != 0) {
                TilePath tile = TilePath.in(level, (count - 1) / TilePath.FULL, count);
                compare(tile, fetcher.hashes(tile), edge.hashes(level, tile.index() * TilePath.FULL, tile.width()));
            }
        }
    }

    private void compare(TilePath tile, List<Hash> stored, List<Hash> computed) {
        for (int i = 0; i < computed.size() && first == null; i++) {
            if (!stored.get(i).equals(computed.get(i))) {
                first = new Difference(tile, i, stored.get(i), computed.get(i));
            }
        }
    }

    private void judge() throws LogDamagedException {
        Hash root = tree.root();
        if (root.equals(checkpoint.root())) {
            if (first != null) {
                throw new LogDamagedException(Kind.DIFFERENT, first.tile().path(), first.entry(), "hash " + first.position()
                        + " of the tile is " + first.stored() + ", but the entries, which give the signed root, hash to "
                        + first.computed());
            }
            return;
        }
        String roots = "; all entries together give the root " + root + ", signed is " + checkpoint.root();
        if (first == null) {
            throw new LogDamagedException(Kind.DIFFERENT, SignedCheckpoint.PATH, "entries and tiles agree with each other and "
                    + "not with the checkpoint of size " + checkpoint.size() + roots);
        }
        TilePath bundle = TilePath.in(TilePath.ENTRIES, first.entry() / TilePath.FULL, checkpoint.size());
        String range = first.tile().level() == 0 ? "the entry hashes"
                : "the entries up to " + (first.entry() + (1L << TilePath.HEIGHT * first.tile().level()) - 1) + " hash";
        throw new LogDamagedException(Kind.DIFFERENT, bundle.path(), first.entry(), range + " to " + first.computed()
                + ", but " + first.tile().path() + " says " + first.stored() + roots);
    }
}
