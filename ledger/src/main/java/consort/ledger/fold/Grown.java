package consort.ledger.fold;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A list that never changes, and from which a longer one is made without copying it: both share an array, of which each sees its own
 * first places. Only the first that grows from a list takes the next place; whatever grows from it afterwards copies.
 */
final class Grown<T> extends AbstractList<T> implements RandomAccess {

    private static final int FIRST_CAPACITY = 16;

    private final Object[] places;
    private final AtomicInteger taken;
    private final int size;

    private Grown(Object[] places, AtomicInteger taken, int size) {
        this.places = places;
        this.taken = taken;
        this.size = size;
    }

    /** A list of no nulls; the same one if it is such a list already. */
    @SuppressWarnings("unchecked")
    static <T> Grown<T> of(Collection<? extends T> items) {
        if (items instanceof Grown<?> same) {
            return (Grown<T>) same;
        }
        Object[] places = items.stream().map(Objects::requireNonNull).toArray();
        return new Grown<>(places, new AtomicInteger(places.length), places.length);
    }

    Grown<T> with(T item) {
        Objects.requireNonNull(item);
        boolean next = size < places.length && taken.compareAndSet(size, size + 1);
        // What stands behind the last item is another list's.
        Object[] longer = next ? places : Arrays.copyOf(Arrays.copyOf(places, size), Math.max(FIRST_CAPACITY, size * 2));
        longer[size] = item;
        return new Grown<>(longer, next ? taken : new AtomicInteger(size + 1), size + 1);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T get(int index) {
        return (T) places[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
        return size;
    }
}
