package consort.worker.task;

import consort.trainer.protocol.Progress;
import consort.worker.agent.EventSink;
import consort.worker.session.Event;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Posts a trainer's progress, now and then: a trainer may report every step, and the agent's inbox is for more than that. */
final class ProgressPosts implements Consumer<Progress> {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final long lease;
    private final LongPredicate wanted;
    private final EventSink events;
    private long lastNanos = System.nanoTime() - PAUSE_NANOS;

    ProgressPosts(long lease, LongPredicate wanted, EventSink events) {
        this.lease = lease;
        this.wanted = wanted;
        this.events = events;
    }

    @Override
    public void accept(Progress progress) {
        long now = System.nanoTime();
        if (now - lastNanos >= PAUSE_NANOS && wanted.test(lease)) {
            lastNanos = now;
            events.post(new Event.Progressed(lease, progress.step(), progress.steps(), progress.lossMillionths()));
        }
    }
}
