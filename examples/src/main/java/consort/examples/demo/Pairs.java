package consort.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same for several things, two at a time: as many as the smallest machine of the demo has cores. */
final class Pairs {

    private static final int AT_A_TIME = 2;

    private Pairs() {}

    /** Something that may fail. */
    interface Work<A, B> {
        B apply(A item) throws Exception;
    }

    /**
     * @return the results, in the order of the items
     * @throws Exception the first failure in that order; what has not begun by then never begins
     */
    static <A, B> List<B> map(List<A> items, Work<A, B> work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<B>> futures = items.stream()
                    .map((Function<A, Callable<B>>) item -> () -> work.apply(item)).map(pool::submit).toList();
            List<B> results = new ArrayList<>();
            try {
                for (Future<B> future : futures) {
                    results.add(future.get());
                }
            } catch (ExecutionException e) {
                pool.shutdownNow();
                throw e.getCause() instanceof Exception cause ? cause : e;
            } catch (InterruptedException e) {
                pool.shutdownNow();
                throw e;
            }
            return results;
        }
    }
}
