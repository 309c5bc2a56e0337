package consort.ledger.log;

import java.io.IOException;
import java.util.List;

/** Reads entries from full bundles and keeps the last bundle, so that a scan reads each once. */
final class BundleCache {

    private final TileFetcher tiles;
    private long cachedIndex = -1;
    private List<byte[]> cached = List.of();

    BundleCache(TileFetcher tiles) {
        this.tiles = tiles;
    }

    byte[] entry(long index) throws IOException {
        long bundle = index / TilePath.FULL;
        if (bundle != cachedIndex) {
            cached = tiles.entries(new TilePath(TilePath.ENTRIES, bundle, TilePath.FULL));
            cachedIndex = bundle;
        }
        return cached.get((int) (index % TilePath.FULL)).clone();
    }
}
