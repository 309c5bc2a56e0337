package consort.worker.agent;

import consort.worker.session.Event;

/** Where ports post what happened. May be called from any thread; may wait while the agent is behind. */
@FunctionalInterface
public interface EventSink {

    void post(Event event);
}
