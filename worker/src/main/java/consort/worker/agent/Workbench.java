package consort.worker.agent;

import consort.worker.outbox.Outbox;
import consort.worker.session.Assignment;

/** Where tasks are done. Methods return at once and are called from one thread. */
public interface Workbench {

    /**
     * Runs the task on the fetched model, within the lease's duration. Posts any number of
     * {@link consort.worker.session.Event.Progressed}, then one {@link consort.worker.session.Event.Trained}. One task at a
     * time; it may come while a stopped one is still ending.
     */
    void train(Assignment assignment, EventSink events);

    /** Ends a task, which posts nothing any more, and drops what it left. */
    void stop(long lease);

    /** Ends the trainer's process at once and posts {@link consort.worker.session.Event.DeviceFreed} when it has ended. */
    void free(EventSink events);

    /**
     * Forms the update of a trained task in the outbox and drops the trainer's own output. Posts
     * {@link consort.worker.session.Event.Formed} or {@link consort.worker.session.Event.FormFailed}.
     */
    void form(Assignment assignment, long maxBytes, Outbox outbox, EventSink events);
}
