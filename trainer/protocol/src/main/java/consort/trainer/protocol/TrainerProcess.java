package consort.trainer.protocol;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A trainer as a child process, started when the first task comes and kept for the next ones. After any failure but the
 * trainer's own word that it could not do a task, the process is killed with its descendants, and the next task starts a
 * new one.
 *
 * <p>One thread does everything: it starts the process, talks to it, and checks what it wrote. Other threads only hand it
 * a task, set a flag and wake it.
 */
public final class TrainerProcess implements Trainer {

    private final TrainerCommand command;
    private final TrainerLimits limits;
    private final Selector selector;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("trainer-runner").factory());
    private final AtomicReference<Running> running = new AtomicReference<>();
    private volatile boolean closed;
    /** The thread's own. */
    private TrainerSession session;
    private volatile long processId = -1;
    private volatile boolean saidHello;

    /** Starts nothing yet. */
    public TrainerProcess(TrainerCommand command, TrainerLimits limits) {
        this.command = command;
        this.limits = limits;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new IllegalStateException("cannot open a selector: " + e.getMessage(), e);
        }
    }

    @Override
    public CompletableFuture<TaskOutcome> run(TrainerTask task, Duration limit, Consumer<Progress> progress) {
        var mine = new Running(task, System.nanoTime() + limit.toNanos(), progress);
        if (closed) {
            throw new IllegalStateException("the trainer is closed");
        }
        if (!running.compareAndSet(null, mine)) {
            throw new IllegalStateException("the trainer runs one task at a time, and another is running");
        }
        thread.execute(() -> complete(mine));
        return mine.future;
    }

    @Override
    public void cancel() {
        Running now = running.get();
        if (now != null) {
            now.canceled = true;
            selector.wakeup();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        cancel();
        thread.execute(this::stopSession);
        thread.shutdown();
        try {
            thread.awaitTermination(limits.closeGrace().plusSeconds(30).toSeconds(), TimeUnit.SECONDS);
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close a selector: " + e.getMessage(), e);
        }
    }

    /** The process that did the last task, if one is alive. */
    public OptionalLong processId() {
        long id = processId;
        return id < 0 ? OptionalLong.empty() : OptionalLong.of(id);
    }

    /** Whether the program was ever started and greeted as a trainer does. */
    public boolean saidHello() {
        return saidHello;
    }

    private void complete(Running mine) {
        try {
            TaskOutcome outcome = outcome(mine);
            running.set(null);
            mine.future.complete(outcome);
        } catch (RuntimeException | Error e) {
            killSession();
            running.set(null);
            mine.future.completeExceptionally(e);
        }
    }

    private TaskOutcome outcome(Running mine) {
        try {
            return attempt(mine);
        } catch (TrainerFailure e) {
            killSession();
            return e.outcome();
        }
    }

    private TaskOutcome attempt(Running mine) throws TrainerFailure {
        TaskOutput.prepare(mine.task);
        ensureSession(mine);
        // Before it is sent: on a busy machine the trainer may be at work, or done, before this thread goes on.
        long startedNanos = System.nanoTime();
        session.send(MessageCodec.encode(mine.task), mine.deadline);
        TrainerMessage answer = awaitAnswer(mine);
        long measuredMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        if (mine.canceled) {
            return new TaskOutcome.Failed(FailureReason.CANCELED, "canceled");
        }
        return switch (answer) {
            case TrainerMessage.Done done -> {
                TaskOutcome outcome = Answers.outcome(mine.task, done, measuredMillis);
                TaskOutput.check(mine.task);
                yield outcome;
            }
            case TrainerMessage.Failed failed ->
                    new TaskOutcome.Failed(FailureReason.FAILED, Clip.text(failed.reason()));
            case TrainerMessage.Hello _, TrainerMessage.Progress _ -> throw new IllegalStateException("no answer");
        };
    }

    private void ensureSession(Running mine) throws TrainerFailure {
        if (session != null && !session.startTask()) {
            killSession();
        }
        if (session == null) {
            session = TrainerSession.start(command, limits, selector, mine.deadline, () -> mine.canceled);
            processId = session.processId();
            saidHello = true;
        }
    }

    /** Reads until the trainer answers done or failed. */
    private TrainerMessage awaitAnswer(Running mine) throws TrainerFailure {
        long deadline = mine.deadline;
        boolean cancelSent = false;
        long messages = 0;
        while (true) {
            Optional<String> line = session.readLine(deadline);
            if (line.isPresent()) {
                if (++messages > Answers.expectedMessages(mine.task) + limits.maxSpareMessages()) {
                    throw new TrainerFailure(FailureReason.FLOODED,
                            "the trainer sent more than " + (messages - 1) + " messages for one task");
                }
                Optional<TrainerMessage> answer = Answers.read(line.get(), mine.task, mine.progress);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
            if (mine.canceled && !cancelSent) {
                cancelSent = true;
                deadline = Math.min(deadline - System.nanoTime(), cancelGraceNanos()) + System.nanoTime();
                session.send(MessageCodec.encode(new AgentMessage.Cancel(mine.task.task())), deadline);
            }
            if (closed || deadline - System.nanoTime() <= 0) {
                throw overdue(mine);
            }
        }
    }

    private long cancelGraceNanos() {
        return closed ? 0 : limits.cancelGrace().toNanos();
    }

    private TrainerFailure overdue(Running mine) {
        return mine.canceled
                ? new TrainerFailure(FailureReason.CANCELED, "canceled; the trainer did not stop and was killed")
                : new TrainerFailure(FailureReason.TIMEOUT,
                        "the trainer did not answer before the task's deadline" + session.logTail());
    }

    private void stopSession() {
        if (session != null) {
            session.stop(limits.closeGrace());
            forgetSession();
        }
    }

    private void killSession() {
        if (session != null) {
            session.kill();
            forgetSession();
        }
    }

    private void forgetSession() {
        session = null;
        processId = -1;
    }

    /** A task on its way; {@code canceled} is the only thing that changes. */
    private static final class Running {
        private final TrainerTask task;
        private final long deadline;
        private final Consumer<Progress> progress;
        private final CompletableFuture<TaskOutcome> future = new CompletableFuture<>();
        private volatile boolean canceled;

        private Running(TrainerTask task, long deadline, Consumer<Progress> progress) {
            this.task = task;
            this.deadline = deadline;
            this.progress = progress;
        }
    }
}
