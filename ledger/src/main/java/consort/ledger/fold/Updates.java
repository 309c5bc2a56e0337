package consort.ledger.fold;

import consort.ledger.merkle.Hash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Updates that claims name, whatever became of them, by digest. Read-only but for the fold. */
public final class Updates {

    private static final int CLAIM = Hash.BYTES;
    private static final int RUN = CLAIM + Long.BYTES;
    private static final int ROUND = RUN + Long.BYTES;
    private static final int WIDTH = ROUND + Long.BYTES;
    private static final int MIN_PLACES = 16;

    private final Rows rows;
    /** Rows and 1 by the first bytes of their digests, each at the first free place from there on; 0 is free. Their count is a power of two. */
    private final Rows places;

    Updates(Pages pages) {
        rows = new Rows(pages, WIDTH);
        places = new Rows(pages, Integer.BYTES);
        addPlaces(MIN_PLACES);
    }

    /** On the heap. */
    Updates(Updates other) {
        rows = new Rows(other.rows);
        places = new Rows(other.places);
    }

    /** How many there are. */
    public int count() {
        return rows.count();
    }

    /** The update with a digest, if a claim names one. */
    public Optional<UpdateView> get(String digest) {
        byte[] bytes = HexFormat.of().parseHex(digest);
        int row = rowAt(place(bytes));
        return row < 0 ? Optional.empty() : Optional.of(view(row));
    }

    /** Whether a claim names it. */
    public boolean has(String digest) {
        return get(digest).isPresent();
    }

    /** All, in the order in which they were first named. */
    public Stream<UpdateView> all() {
        return IntStream.range(0, rows.count()).mapToObj(this::view);
    }

    /** One that names the same bytes as another takes its place. */
    void put(UpdateView update) {
        byte[] digest = HexFormat.of().parseHex(update.digest());
        int place = place(digest);
        int row = rowAt(place);
        if (row < 0) {
            row = rows.add();
            rows.putBytes(row, 0, digest);
            places.putInt(place, 0, row + 1);
        }
        rows.putLong(row, CLAIM, update.claim());
        rows.putLong(row, RUN, update.run());
        rows.putLong(row, ROUND, update.round());
        if (rows.count() > places.count() / 4 * 3) {
            grow();
        }
    }

    private UpdateView view(int row) {
        return new UpdateView(HexFormat.of().formatHex(rows.getBytes(row, 0, Hash.BYTES)), rows.getLong(row, RUN), rows.getLong(row, ROUND),
                rows.getLong(row, CLAIM));
    }

    /** Where a digest stands, or would. Whoever sends updates can choose where they fall, at the price of a hash for each try. */
    private int place(byte[] digest) {
        int place = start(digest);
        for (int row = rowAt(place); row >= 0 && !rows.holds(row, 0, digest); row = rowAt(place)) {
            place = place + 1 & places.count() - 1;
        }
        return place;
    }

    private int start(byte[] digest) {
        return Arrays.hashCode(digest) & places.count() - 1;
    }

    /** In place, for pages are never given back. */
    private void grow() {
        for (int place = 0; place < places.count(); place++) {
            places.putInt(place, 0, 0);
        }
        addPlaces(places.count());
        for (int row = 0; row < rows.count(); row++) {
            places.putInt(place(rows.getBytes(row, 0, Hash.BYTES)), 0, row + 1);
        }
    }

    private void addPlaces(int count) {
        for (int i = 0; i < count; i++) {
            places.add();
        }
    }

    /** The row at a place; -1 for none. */
    private int rowAt(int place) {
        return places.getInt(place, 0) - 1;
    }

    /** Deterministic for equal updates. */
    void describe(StringBuilder out) {
        all().sorted(Comparator.comparing(UpdateView::digest)).forEach(out::append);
    }
}
