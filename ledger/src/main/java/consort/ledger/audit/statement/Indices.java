package consort.ledger.audit.statement;

import consort.ledger.fold.Pages;
import consort.ledger.fold.Rows;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** Indices of entries, in the order in which they were added: of as many as a ledger has, next to nothing stands on the heap. For one thread. */
final class Indices extends AbstractList<Long> implements RandomAccess {

    private final Rows rows;

    Indices(Pages pages) {
        rows = new Rows(pages, Long.BYTES);
    }

    void append(long index) {
        rows.putLong(rows.add(), 0, index);
    }

    /** Where this one stands, where each was greater than the one before; -1 for nowhere. */
    int placeAscending(long index) {
        int place = rows.firstNotBelow(0, index);
        return place < rows.count() && rows.getLong(place, 0) == index ? place : -1;
    }

    @Override
    public Long get(int place) {
        return rows.getLong(Objects.checkIndex(place, rows.count()), 0);
    }

    @Override
    public int size() {
        return rows.count();
    }

    /** For others: whoever was handed this list must not look at it any more. */
    @Override
    public void clear() {
        rows.clear();
    }

    /** A list that nobody changes: these, or a copy. */
    static List<Long> kept(List<Long> indices) {
        return indices instanceof Indices || indices instanceof Joined ? indices : List.copyOf(indices);
    }

    /** Lists one after the other. */
    static List<Long> joined(List<List<Long>> parts) {
        return new Joined(parts);
    }

    private static final class Joined extends AbstractList<Long> implements RandomAccess {

        private final List<List<Long>> parts;

        private Joined(List<List<Long>> parts) {
            this.parts = parts.stream().map(Indices::kept).toList();
        }

        @Override
        public Long get(int place) {
            int left = Objects.checkIndex(place, size());
            int part = 0;
            while (left >= parts.get(part).size()) {
                left -= parts.get(part++).size();
            }
            return parts.get(part).get(left);
        }

        @Override
        public int size() {
            return parts.stream().mapToInt(List::size).sum();
        }
    }
}
