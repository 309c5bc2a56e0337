package consort.ledger.log;

import consort.ledger.merkle.TreeHash;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/**
 * The entries that a folder holds, whatever its checkpoint says, as far as they can be read: for who must know what they name before it can
 * judge a checkpoint that they do not lead to. Nothing is believed of them.
 */
public final class BundlesThere {

    private static final String ROOT = "tile/entries";
    private static final int MAX_FOLDERS = 16;

    private final TileSource source;
    private final TileFetcher fetcher;
    private final TreeMap<Long, TilePath> widest = new TreeMap<>();

    public BundlesThere(TileSource source) {
        this.source = source;
        this.fetcher = new TileFetcher(source);
    }

    /**
     * Visits the entries in order; after a bundle that is damaged their indexes may be others than they had.
     *
     * @return whether the bundles are whole from the first entry to the last, each as its tile of hashes says, so that no entry is hidden
     */
    public boolean visit(EntryVisitor visitor) throws IOException {
        list(ROOT, 0);
        boolean whole = !widest.isEmpty();
        long expected = 0;
        for (TilePath bundle : widest.values()) {
            List<byte[]> entries = fetcher.wholeEntries(bundle);
            for (int i = 0; i < entries.size(); i++) {
                visitor.entry(bundle.index() * TilePath.FULL + i, entries.get(i));
            }
            whole &= bundle.index() == expected++ && (bundle.isFull() || bundle.index() == widest.lastKey()) && isAsHashed(bundle, entries);
        }
        return whole;
    }

    private boolean isAsHashed(TilePath bundle, List<byte[]> entries) throws IOException {
        try {
            return fetcher.entries(bundle).size() == bundle.width()
                    && fetcher.hashes(new TilePath(0, bundle.index(), bundle.width())).equals(entries.stream().map(TreeHash::leaf).toList());
        } catch (LogDamagedException damaged) {
            return false;
        }
    }

    private void list(String folder, int depth) throws IOException {
        for (String name : source.list(folder)) {
            String path = folder + "/" + name;
            if (!name.endsWith("/")) {
                TilePath.parse(path).ifPresent(tile -> widest.merge(tile.index(), tile, (one, other) -> one.width() > other.width() ? one : other));
            } else if (depth < MAX_FOLDERS) {
                list(path.substring(0, path.length() - 1), depth + 1);
            }
        }
    }
}
