package consort.ledger.log;

import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.Hash;
import consort.ledger.note.MalformedNoteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads tiles and bundles. A partial one that is gone is taken from a wider one, as the specification allows. */
final class TileFetcher {

    /** More than any tile or bundle has, so that a file that is a little too long is judged by its content. */
    static final int MAX_BYTES = EntryBundle.MAX_BYTES + 1;

    private final TileSource source;

    private record Found(TilePath tile, byte[] bytes) {
    }

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
        Found found = find(tile).orElseThrow(() ->
                new LogDamagedException(Kind.MISSING, tile.path(), firstEntry(tile), "the file is missing"));
        requireWidth(found.tile(), found.bytes());
        int length = prefixBytes(tile, found.bytes());
        return length == found.bytes().length ? found.bytes() : Arrays.copyOf(found.bytes(), length);
    }

    /** As many entries as can be read, of a bundle that is malformed. */
    List<byte[]> wholeEntries(TilePath bundle) throws IOException {
        return EntryBundle.wholeEntries(find(bundle).map(Found::bytes).orElse(new byte[0]));
    }

    private Optional<Found> find(TilePath tile) throws IOException {
        Optional<Found> exact = read(tile);
        if (exact.isPresent() || tile.isFull()) {
            return exact;
        }
        Optional<Found> full = read(tile.full());
        if (full.isPresent()) {
            return full;
        }
        Optional<TilePath> wider = wider(tile);
        return wider.isPresent() ? read(wider.get()) : Optional.empty();
    }

    /** The partial one of a later checkpoint: a copy that is brought up to date meanwhile drops the one before. Only a hint. */
    private Optional<TilePath> wider(TilePath tile) throws IOException {
        try {
            return source.read(SignedCheckpoint.PATH, SignedCheckpoint.MAX_BYTES)
                    .map(bytes -> TilePath.count(tile.level(), SignedCheckpoint.parse(bytes).checkpoint().size()))
                    .filter(count -> count > tile.index() * TilePath.FULL + tile.width())
                    .map(count -> TilePath.in(tile.level(), tile.index(), count));
        } catch (MalformedNoteException noHint) {
            return Optional.empty();
        }
    }

    private Optional<Found> read(TilePath tile) throws IOException {
        return source.read(tile.path(), MAX_BYTES).map(bytes -> new Found(tile, bytes));
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
        int whole = EntryBundle.countWhole(bytes);
        if (whole != tile.width() || EntryBundle.prefixBytes(bytes, whole) != bytes.length) {
            throw new LogDamagedException(Kind.MALFORMED, tile.path(), firstEntry(tile) + whole, "the bundle is not "
                    + tile.width() + " whole entries: " + whole + " were read");
        }
    }
}
