package consort.bench.sum;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Work on the elements of a model, an equal range for each thread. */
record Sharing(ExecutorService pool, int threads) {

    /** One thread's range. */
    interface Share {
        void work(long first, long end);
    }

    /** Returns when all have done theirs. */
    void each(long elements, Share share) throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            long first = elements * thread / threads;
            long end = elements * (thread + 1) / threads;
            running.add(pool.submit(() -> share.work(first, end)));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }
}
