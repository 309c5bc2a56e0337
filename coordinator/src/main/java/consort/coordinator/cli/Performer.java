package consort.coordinator.cli;

import consort.coordinator.blobs.BlobKeeping;
import consort.coordinator.blobs.ModelWork;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Event.AggregationResult;
import consort.coordinator.core.Event.ModelVerdict;
import consort.coordinator.core.Event.UpdateVerdict;
import consort.coordinator.core.Retention;
import consort.coordinator.loop.EffectSink;
import consort.coordinator.loop.Inbox;
import consort.coordinator.loop.Requests;
import consort.coordinator.rpc.CoordinatorServer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the loop's effects: messages to the port, work with tensors to a pool, whose results are events. */
final class Performer implements EffectSink {

    private static final Logger LOG = LoggerFactory.getLogger(Performer.class);
    private static final Event NOTHING_LISTED = new Event.BlobsListed(Retention.Policy.EVERYTHING, Map.of(), Set.of());
    private static final Event NOTHING_DELETED = new Event.BlobsDeleted(0, 0);
    private static final String DEFECT = "the coordinator failed at it; its log says why";

    /** Work on the pool. An {@link IOException} means that the disk failed. */
    private interface Work {
        Event run() throws IOException;
    }

    private final Inbox inbox;
    private final Requests requests;
    private final ModelWork work;
    private final BlobKeeping keeping;
    private final ExecutorService pool;
    private final Proving proving;
    private final Supplier<CoordinatorServer> server;
    private final Runnable authoritiesChanged;
    private final Consumer<Throwable> fatal;

    /** @param authoritiesChanged writes down which certificate authorities count */
    Performer(Inbox inbox, Requests requests, ModelWork work, BlobKeeping keeping, ExecutorService pool,
            Proving proving, Supplier<CoordinatorServer> server, Runnable authoritiesChanged, Consumer<Throwable> fatal) {
        this.inbox = inbox;
        this.requests = requests;
        this.work = work;
        this.keeping = keeping;
        this.pool = pool;
        this.proving = proving;
        this.server = server;
        this.authoritiesChanged = authoritiesChanged;
        this.fatal = fatal;
    }

    @Override
    public void perform(Effect effect) {
        switch (effect) {
            case Effect.Send send -> server.get().send(send);
            case Effect.Prove prove -> proving.add(prove);
            case Effect.CloseSession close -> server.get().closeSession(close);
            case Effect.CutOff cut -> server.get().cutOff(cut);
            case Effect.AuthoritiesChanged changed -> authoritiesChanged();
            case Effect.BarSession bar -> server.get().barSession(bar);
            case Effect.Answer answer -> requests.answer(answer);
            case Effect.CheckModel check -> run(() -> work.check(check), new Event.ModelChecked(check.ticket(), check.job(),
                    check.purpose(), new ModelVerdict.Unfit("the model was not checked: " + DEFECT)));
            case Effect.CheckUpdate check -> run(() -> work.check(check), new Event.UpdateChecked(check.worker(), check.seq(),
                    new UpdateVerdict.Unfit("malformed", "the update was not checked: " + DEFECT)));
            case Effect.Aggregate sum -> run(() -> work.aggregate(sum), new Event.Aggregated(sum.run(), sum.round(),
                    new AggregationResult.Failed("the updates were not summed: " + DEFECT)));
            case Effect.FindModel find -> run(() -> work.find(find), new Event.ModelLookedFor(find.run(), find.model(), true));
            case Effect.ListBlobs list -> run(keeping::list, NOTHING_LISTED);
            case Effect.DeleteBlobs delete -> run(() -> keeping.delete(delete), NOTHING_DELETED);
            case Effect.SendTask send -> throw new IllegalArgumentException("the engine resolves " + send);
            case Effect.SendReceipt send -> throw new IllegalArgumentException("the engine resolves " + send);
            case Effect.SendProof send -> throw new IllegalArgumentException("the engine resolves " + send);
            case Effect.Publish publish -> throw new IllegalArgumentException("the engine resolves " + publish);
        }
    }

    /** Written down before who asked is answered; what is left goes off the loop, as it verifies a signature for each connection. */
    private void authoritiesChanged() {
        try {
            authoritiesChanged.run();
        } catch (RuntimeException unwritten) {
            LOG.error("which authorities count was not written down; the next start does it", unwritten);
        }
        offLoop(() -> server.get().authoritiesChanged());
    }

    /** Runs work off the loop; a defect in it costs the task, not the coordinator. */
    private void run(Work task, Event otherwise) {
        offLoop(() -> {
            try {
                inbox.put(result(task, otherwise));
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } catch (IOException | Error failure) {
                if (!pool.isShutdown()) {
                    fatal.accept(failure);
                }
            }
        });
    }

    /** What the loop still asks for while it ends is left undone: it follows from the ledger, and the next start takes it up again. */
    private void offLoop(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("stopping: work is left to the next start", stopped);
        }
    }

    private static Event result(Work task, Event otherwise) throws IOException {
        try {
            return task.run();
        } catch (RuntimeException defect) {
            LOG.error("work with a model failed; this is a defect", defect);
            return otherwise;
        }
    }

    void stop() {
        proving.stop();
        pool.shutdownNow();
    }
}
