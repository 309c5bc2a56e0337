package consort.coordinator.cli;

import consort.coordinator.core.Effect;
import consort.coordinator.loop.Proofs;
import consort.ledger.entry.WorkerId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and sends proofs, one worker after the other in the order in which they asked; of a worker only the newest, so that nobody
 * makes it hold more than one wish. A worker whose proofs could not be made asks again.
 */
final class Proving {

    private static final Logger LOG = LoggerFactory.getLogger(Proving.class);

    private final Proofs proofs;
    private final ExecutorService thread;
    private final Consumer<Effect.Send> send;
    private final LinkedHashMap<WorkerId, Effect.Prove> waiting = new LinkedHashMap<>();

    /** @param thread runs one task at a time */
    Proving(Proofs proofs, ExecutorService thread, Consumer<Effect.Send> send) {
        this.proofs = proofs;
        this.thread = thread;
        this.send = send;
    }

    void add(Effect.Prove prove) {
        synchronized (waiting) {
            if (waiting.put(prove.worker(), prove) != null) {
                return;
            }
        }
        try {
            thread.execute(this::next);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("stopping: worker {} asks the next process again", prove.worker(), stopped);
        }
    }

    void stop() {
        thread.shutdownNow();
    }

    private void next() {
        Effect.Prove prove;
        synchronized (waiting) {
            prove = waiting.pollFirstEntry().getValue();
        }
        try {
            send.accept(proofs.made(prove));
        } catch (IOException | RuntimeException failure) {
            LOG.error("the proofs that worker {} asked for were not made; audit the ledger", prove.worker(), failure);
        }
    }
}
