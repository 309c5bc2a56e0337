package consort.ledger.log;

import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bundles of a log in order, each with its leaf hashes computed and its entries prepared. Threads work a few bundles ahead of
 * whoever takes them; what is wrong with a bundle is thrown when its turn comes, as if it had been read only then.
 */
final class BundlesAhead<T> implements AutoCloseable {

    /** Beyond what the threads have in hand, so that they need not wait for the taker. */
    private static final int SPARE = 2;
    /** Entries of a bundle that is larger are prepared when their turn comes, so that what waits in memory is little more than its bytes. */
    private static final int MAX_PREPARED_BYTES = 1 << 20;
    private static final int STOP_SECONDS = 30;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final TileFetcher fetcher;
    private final long size;
    private final EntryPreparation<T> preparation;
    private final ExecutorService pool;
    private final int ahead;
    private final Deque<Future<Bundle<T>>> coming = new ArrayDeque<>();
    private long next;

    /**
     * A bundle.
     *
     * @param stored the hashes that its level-0 tile has
     * @param leaves those of the entries
     * @param prepared as many as there are entries, or none
     */
    record Bundle<T>(TilePath path, List<Hash> stored, List<byte[]> entries, List<Hash> leaves, List<T> prepared) {

        long first() {
            return path.index() * TilePath.FULL;
        }
    }

    /** @param threads besides the taker's own; 0 for none */
    BundlesAhead(TileFetcher fetcher, long size, EntryPreparation<T> preparation, int threads) {
        this.fetcher = fetcher;
        this.size = size;
        this.preparation = preparation;
        this.pool = threads == 0 ? null : Executors.newFixedThreadPool(threads, BundlesAhead::thread);
        this.ahead = threads == 0 ? 0 : threads + SPARE;
    }

    boolean hasNext() {
        return !coming.isEmpty() || next * TilePath.FULL < size;
    }

    /** The next one. */
    Bundle<T> take() throws IOException {
        if (pool == null) {
            return read(next++);
        }
        while (coming.size() < ahead && next * TilePath.FULL < size) {
            long index = next++;
            coming.add(pool.submit(() -> read(index)));
        }
        try {
            return coming.remove().get();
        } catch (ExecutionException failed) {
            throw rethrown(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while entries were read");
        }
    }

    /** What was prepared of an entry of a bundle. */
    T prepared(Bundle<T> bundle, int at) {
        return bundle.prepared().isEmpty() ? preparation.prepare(bundle.first() + at, bundle.entries().get(at), bundle.leaves().get(at)) : bundle.prepared().get(at);
    }

    private Bundle<T> read(long index) throws IOException {
        TilePath path = TilePath.in(TilePath.ENTRIES, index, size);
        List<Hash> stored = fetcher.hashes(new TilePath(0, path.index(), path.width()));
        List<byte[]> entries = entries(path, stored);
        List<Hash> leaves = new ArrayList<>(entries.size());
        long bytes = 0;
        for (byte[] entry : entries) {
            leaves.add(TreeHash.leaf(entry));
            bytes += entry.length;
        }
        List<T> prepared = new ArrayList<>();
        for (int i = 0; pool != null && bytes <= MAX_PREPARED_BYTES && i < entries.size(); i++) {
            prepared.add(preparation.prepare(index * TilePath.FULL + i, entries.get(i), leaves.get(i)));
        }
        return new Bundle<>(path, stored, entries, leaves, prepared);
    }

    /** A bundle that cannot be read to its end is named with the first entry that is not what its tile says. */
    private List<byte[]> entries(TilePath bundle, List<Hash> stored) throws IOException {
        try {
            return fetcher.entries(bundle);
        } catch (LogDamagedException malformed) {
            if (malformed.kind() != Kind.MALFORMED) {
                throw malformed;
            }
            List<byte[]> whole = fetcher.wholeEntries(bundle);
            int good = 0;
            while (good < Math.min(whole.size(), stored.size()) && TreeHash.leaf(whole.get(good)).equals(stored.get(good))) {
                good++;
            }
            throw new LogDamagedException(Kind.MALFORMED, bundle.path(), bundle.index() * TilePath.FULL + good,
                    "the bundle is not " + bundle.width() + " whole entries from here on");
        }
    }

    private static IOException rethrown(Throwable failure) {
        return switch (failure) {
            case IOException unreadable -> unreadable;
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            default -> throw new IllegalStateException(failure);
        };
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "bundles-ahead-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Nothing is read any more when this returns. */
    @Override
    public void close() {
        if (pool == null) {
            return;
        }
        pool.shutdownNow();
        try {
            pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
