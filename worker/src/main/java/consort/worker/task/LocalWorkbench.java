package consort.worker.task;

import consort.ledger.disk.FileProblem;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.Trainer;
import consort.trainer.protocol.TrainerTask;
import consort.worker.agent.EventSink;
import consort.worker.agent.Workbench;
import consort.worker.cache.ModelCache;
import consort.worker.metering.TaskMeter;
import consort.worker.outbox.Outbox;
import consort.worker.session.Assignment;
import consort.worker.session.Event;
import consort.worker.session.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@link Workbench} with trainer processes. One thread does one thing after the other, so that a task waits until the one
 * stopped before has ended.
 */
public final class LocalWorkbench implements Workbench, AutoCloseable {

    private static final long NONE = 0;
    private static final long CLOSE_SECONDS = 30;

    private final Trainers trainers;
    private final TaskFiles files;
    private final UpdateFormer former;
    private final Optional<TaskMeter> meter;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("workbench").factory());
    /** The lease whose events are wanted. */
    private final AtomicLong wanted = new AtomicLong(NONE);

    /**
     * @param data folders by the names jobs use
     * @param outputs a folder for what trainers write; emptied
     * @param meter looks at counters during tasks; empty: nobody does
     */
    public LocalWorkbench(Trainers trainers, ModelCache cache, Map<String, Path> data, Path outputs,
            Optional<TaskMeter> meter) throws IOException {
        this.meter = meter;
        this.trainers = trainers;
        this.files = new TaskFiles(cache, data, outputs);
        this.former = new UpdateFormer(files);
    }

    @Override
    public void train(Assignment assignment, EventSink events) {
        wanted.set(assignment.lease());
        thread.execute(() -> run(assignment, events));
    }

    @Override
    public void stop(long lease) {
        if (wanted.compareAndSet(lease, NONE)) {
            trainers.cancel();
            thread.execute(() -> drop(lease));
        }
    }

    @Override
    public void free(EventSink events) {
        trainers.free().thenRun(() -> events.post(new Event.DeviceFreed()));
    }

    @Override
    public void form(Assignment assignment, long maxBytes, Outbox outbox, EventSink events) {
        thread.execute(() -> {
            Event event = former.form(assignment, maxBytes, outbox);
            drop(assignment.lease());
            events.post(event);
        });
    }

    /** Ends the trainer with all it started. */
    @Override
    public void close() {
        wanted.set(NONE);
        trainers.cancel();
        thread.execute(trainers::close);
        thread.shutdown();
        try {
            thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Assignment assignment, EventSink events) {
        if (!isWanted(assignment.lease())) {
            return;
        }
        Outcome outcome = metered(assignment, events);
        if (isWanted(assignment.lease())) {
            events.post(new Event.Trained(assignment.lease(), outcome));
        }
    }

    private Outcome metered(Assignment assignment, EventSink events) {
        Optional<TaskMeter.Reading> reading = meter.map(counters -> counters.begin(trainers::processId));
        Outcome outcome = outcome(assignment, events);
        return reading.map(read -> outcome.metered(read.end())).orElse(outcome);
    }

    private Outcome outcome(Assignment assignment, EventSink events) {
        long startedNanos = System.nanoTime();
        try {
            TrainerTask task = files.task(assignment);
            Trainer trainer = trainers.use(assignment.trainer());
            if (!isWanted(assignment.lease())) {
                return failed("canceled", startedNanos, "stopped before it began");
            }
            CompletableFuture<TaskOutcome> running = trainer.run(task, Duration.ofMillis(assignment.durationMillis()),
                    new ProgressPosts(assignment.lease(), this::isWanted, events));
            if (!isWanted(assignment.lease())) {
                // The stop came before there was anything to cancel.
                trainer.cancel();
            }
            return Metering.outcome(assignment, running.get(), elapsedMillis(startedNanos));
        } catch (ExecutionException e) {
            return failed("trainer-protocol", startedNanos, String.valueOf(e.getCause()));
        } catch (IOException e) {
            return failed("site-storage", startedNanos, FileProblem.text(e));
        } catch (IllegalStateException freed) {
            return failed("canceled", startedNanos, freed.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("canceled", startedNanos, "interrupted");
        }
    }

    private boolean isWanted(long lease) {
        return wanted.get() == lease;
    }

    private void drop(long lease) {
        try {
            files.dropOutput(lease);
        } catch (IOException left) {
            // The next start empties the folder.
        }
    }

    private static Outcome failed(String reason, long startedNanos, String detail) {
        return new Outcome.Failed(elapsedMillis(startedNanos), 0, reason, String.valueOf(detail));
    }

    private static long elapsedMillis(long startedNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }
}
