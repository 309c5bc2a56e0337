package consort.bench.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The least that receipts at an even pace wait on this machine, without a ledger: each claim costs what {@link BareWork} says, on the
 * threads of calls, and one thread writes and syncs what has come since its last sync.
 */
final class BarePace {

    private final BareWork bare;
    private final int bytesOfOne;
    private final BlockingQueue<Long> done = new LinkedBlockingQueue<>();
    private final List<Double> millis = new ArrayList<>();

    /** @param bytesOfOne that each claim makes the ledger write */
    BarePace(BareWork bare, int bytesOfOne) {
        this.bare = bare;
        this.bytesOfOne = bytesOfOne;
    }

    /** @return milliseconds from when each was due until it was durable */
    List<Double> millis(List<SignedClaim> claims, int times, int rate, ExecutorService calls) throws InterruptedException {
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(times), task -> Thread.ofPlatform().name("bare").start(task));
        int[] next = {0};
        Pace.keep(times, rate, due -> {
            SignedClaim claim = claims.get(next[0]++ % claims.size());
            calls.execute(() -> {
                bare.leaves(claim);
                done.add(due);
            });
        });
        written.join();
        return millis;
    }

    private void write(int times) {
        try {
            while (millis.size() < times) {
                List<Long> batch = new ArrayList<>(List.of(done.take()));
                done.drainTo(batch);
                bare.syncSeconds(batch.size() * bytesOfOne);
                long now = System.nanoTime();
                batch.forEach(due -> millis.add((now - due) / 1e6));
            }
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
