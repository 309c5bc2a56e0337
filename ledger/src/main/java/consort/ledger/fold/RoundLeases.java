package consort.ledger.fold;

import consort.ledger.entry.WorkerId;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The lease of each worker of a round that has got one, in the order of the workers. Such a map never changes; one with a lease more
 * shares its arrays, of which each map sees only what was granted up to its own count. Only the first that grows from a map writes into
 * them; whatever grows from it afterwards copies.
 */
final class RoundLeases extends AbstractMap<WorkerId, Long> {

    /** Those of the cohort, and whoever took part in place of one of them; sorted. */
    private final List<WorkerId> workers;
    /** By place among the workers. */
    private final long[] leases;
    /** By place among the workers, as the how manieth its lease was granted; 0 for none. */
    private final int[] order;
    private final AtomicInteger taken;
    private final int count;

    private RoundLeases(List<WorkerId> workers, long[] leases, int[] order, AtomicInteger taken, int count) {
        this.workers = workers;
        this.leases = leases;
        this.order = order;
        this.taken = taken;
        this.count = count;
    }

    /** No lease yet. */
    static RoundLeases none(List<WorkerId> sortedCohort) {
        return new RoundLeases(sortedCohort, new long[sortedCohort.size()], new int[sortedCohort.size()], new AtomicInteger(), 0);
    }

    /** @param worker without a lease in this map */
    RoundLeases with(WorkerId worker, long lease) {
        int place = place(worker);
        if (place < 0) {
            return withRoom(-place - 1, worker).with(worker, lease);
        }
        boolean next = taken.compareAndSet(count, count + 1);
        RoundLeases longer = next ? new RoundLeases(workers, leases, order, taken, count + 1)
                : new RoundLeases(workers, leases.clone(), granted(), new AtomicInteger(count + 1), count + 1);
        longer.leases[place] = lease;
        longer.order[place] = count + 1;
        return longer;
    }

    /** The same leases, and a place for a worker that is not of the cohort. */
    private RoundLeases withRoom(int place, WorkerId worker) {
        List<WorkerId> more = new ArrayList<>(workers);
        more.add(place, worker);
        long[] moreLeases = new long[more.size()];
        int[] moreOrder = new int[more.size()];
        int[] granted = granted();
        for (int from = 0; from < granted.length; from++) {
            int to = from < place ? from : from + 1;
            moreLeases[to] = leases[from];
            moreOrder[to] = granted[from];
        }
        return new RoundLeases(List.copyOf(more), moreLeases, moreOrder, new AtomicInteger(count), count);
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public boolean containsKey(Object worker) {
        return worker instanceof WorkerId id && holds(place(id));
    }

    @Override
    public Long get(Object worker) {
        int place = worker instanceof WorkerId id ? place(id) : -1;
        return holds(place) ? leases[place] : null;
    }

    @Override
    public Set<Map.Entry<WorkerId, Long>> entrySet() {
        return new AbstractSet<>() {

            @Override
            public int size() {
                return count;
            }

            @Override
            public Iterator<Map.Entry<WorkerId, Long>> iterator() {
                return new Granted();
            }
        };
    }

    /** Plain, since the coordinator goes through the whole cohort whenever something happens. */
    private final class Granted implements Iterator<Map.Entry<WorkerId, Long>> {

        private int place = next(0);

        @Override
        public boolean hasNext() {
            return place < leases.length;
        }

        @Override
        public Map.Entry<WorkerId, Long> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Map.Entry<WorkerId, Long> here = Map.entry(workers.get(place), leases[place]);
            place = next(place + 1);
            return here;
        }

        private int next(int from) {
            int at = from;
            while (at < leases.length && !holds(at)) {
                at++;
            }
            return at;
        }
    }

    /** As {@link #order}, without what was granted after this map. */
    private int[] granted() {
        return IntStream.range(0, order.length).map(place -> holds(place) ? order[place] : 0).toArray();
    }

    private boolean holds(int place) {
        return place >= 0 && order[place] > 0 && order[place] <= count;
    }

    private int place(WorkerId worker) {
        return Collections.binarySearch(workers, worker);
    }
}
