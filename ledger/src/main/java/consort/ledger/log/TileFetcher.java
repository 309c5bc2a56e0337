package consort.ledger.log;

import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads tiles and bundles. A partial one that is gone is taken from the full one, as the specification allows. */
final class TileFetcher {

    /** More than any tile or bundle has, so that a file that is a little too long is judged by its content. */
    static final int MAX_BYTES = EntryBundle.MAX_BYTES + 1;

    private final TileSource source;

    TileFetcher(TileSource source) {
        this.source = source;
    }

    /** Exactly {@code tile.width()} hashes. */
    List<Hash> hashes(TilePath tile) throws IOException {
        byte[] bytes = content(tile);
        List<Hash> hashes = new ArrayList<>(tile.width());
        for (int i = 0; i < tile.width(); i++) {
            hashes.add(Hash.of(bytes, i * Hash.BYTES, Hash.BYTES));
        }
        return hashes;
    }

    /** Exactly {@code bundle.width()} entries. */
    List<byte[]> entries(TilePath bundle) throws IOException {
        return EntryBundle.decode(content(bundle));
    }

    /**
     * The bytes of a tile or bundle, cut to its width.
     *
     * @throws LogDamagedException when it is missing, or does not have as many whole hashes or entries as its name says
     */
    byte[] content(TilePath tile) throws IOException {
        TilePath found = tile;
        Optional<byte[]> bytes = source.read(tile.path(), MAX_BYTES);
        if (bytes.isEmpty() && !tile.isFull()) {
            found = tile.full();
            bytes = source.read(found.path(), MAX_BYTES);
        }
        if (bytes.isEmpty()) {
            throw new LogDamagedException(Kind.MISSING, tile.path(), firstEntry(tile), "the file is missing");
        }
        requireWidth(found, bytes.get());
        return Arrays.copyOf(bytes.get(), prefixBytes(tile, bytes.get()));
    }

    /** As many entries as can be read, of a bundle that is malformed. */
    List<byte[]> wholeEntries(TilePath bundle) throws IOException {
        Optional<byte[]> exact = source.read(bundle.path(), MAX_BYTES);
        return EntryBundle.wholeEntries(exact.isPresent() ? exact.get()
                : source.read(bundle.full().path(), MAX_BYTES).orElse(new byte[0]));
    }

    /** The length of the first {@code tile.width()} hashes or entries in the bytes of a well-formed wider tile. */
    static int prefixBytes(TilePath tile, byte[] bytes) {
        return tile.level() == TilePath.ENTRIES ? EntryBundle.prefixBytes(bytes, tile.width()) : tile.width() * Hash.BYTES;
    }

    /** The index of the first entry below a tile. */
    static long firstEntry(TilePath tile) {
        return tile.index() * TilePath.FULL << TilePath.HEIGHT * Math.max(0, tile.level());
    }

    static void requireWidth(TilePath tile, byte[] bytes) throws LogDamagedException {
        if (tile.level() != TilePath.ENTRIES) {
            if (bytes.length != tile.width() * Hash.BYTES) {
                throw new LogDamagedException(Kind.MALFORMED, tile.path(), firstEntry(tile), "has " + bytes.length
                        + " bytes; " + tile.width() + " hashes have " + tile.width() * Hash.BYTES);
            }
            return;
        }
        int whole = EntryBundle.wholeEntries(bytes).size();
        if (whole != tile.width() || EntryBundle.prefixBytes(bytes, whole) != bytes.length) {
            throw new LogDamagedException(Kind.MALFORMED, tile.path(), firstEntry(tile) + whole, "the bundle is not "
                    + tile.width() + " whole entries: " + whole + " were read");
        }
    }
}
