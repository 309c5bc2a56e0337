package consort.ledger.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a tile or entry bundle (c2sp.org/tlog-tiles): {@code tile/<L>/<N>[.p/<W>]}.
 *
 * @param level 0 to 7 for hashes, {@link #ENTRIES} for entries; higher levels would need more than 2^63 entries
 * @param index the tile's number within its level
 * @param width how many hashes or entries it holds, 1 to {@link #FULL}
 */
public record TilePath(int level, long index, int width) {

    /** The "level" of entry bundles. */
    public static final int ENTRIES = -1;

    /** The width of a full tile. */
    public static final int FULL = 256;

    /** Hash levels between two levels of tiles. */
    public static final int HEIGHT = 8;

    static final int MAX_LEVEL = 7;

    private static final Pattern FORMAT =
            Pattern.compile("tile/(entries|[0-7])/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public TilePath {
        if (level < ENTRIES || level > MAX_LEVEL || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no tile has level " + level + ", index " + index + ", width " + width);
        }
    }

    /** The tile at {@code index} of a level that holds {@code count} hashes or entries in all; it must not be empty. */
    static TilePath in(int level, long index, long count) {
        return new TilePath(level, index, (int) Math.min(FULL, count - index * FULL));
    }

    /** How many hashes level {@code level} holds (entries: as many as level 0) in a tree of {@code size} leaves. */
    static long count(int level, long size) {
        return level <= 0 ? size : size >> HEIGHT * level;
    }

    /** Reads a path; empty when it is not exactly one that {@link #path} writes. */
    public static Optional<TilePath> parse(String path) {
        Matcher parts = FORMAT.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int level = parts.group(1).equals("entries") ? ENTRIES : Integer.parseInt(parts.group(1));
        String digits = parts.group(2).replace("x", "").replace("/", "");
        int width = parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3));
        if (width > FULL) {
            return Optional.empty();
        }
        TilePath tile = new TilePath(level, Long.parseLong(digits), width);
        return tile.path().equals(path) ? Optional.of(tile) : Optional.empty();
    }

    /** Whether a tree of {@code size} leaves has this tile, at this width. */
    public boolean isOf(long size) {
        return width == Math.min(FULL, count(level, size) - index * FULL);
    }

    public boolean isFull() {
        return width == FULL;
    }

    /** The same tile, full. */
    public TilePath full() {
        return new TilePath(level, index, FULL);
    }

    /** The path relative to the log's folder or address. */
    public String path() {
        String path = "tile/" + (level == ENTRIES ? "entries" : level) + "/" + number();
        return isFull() ? path : path + ".p/" + width;
    }

    /** The folder of this tile's partial forms. */
    String partialFolder() {
        return full().path() + ".p";
    }

    private String number() {
        StringBuilder number = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            number.insert(0, "x%03d/".formatted(rest % 1000));
        }
        return number.toString();
    }

    @Override
    public String toString() {
        return path();
    }
}
