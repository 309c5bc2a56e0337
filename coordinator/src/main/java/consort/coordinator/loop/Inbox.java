package consort.coordinator.loop;

import consort.coordinator.core.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The bounded queue of events in front of the loop. */
public final class Inbox {

    private final BlockingQueue<Event> events;

    public Inbox(int capacity) {
        events = new ArrayBlockingQueue<>(capacity);
    }

    /** For what peers send: false when the inbox is full, and the event is dropped. */
    public boolean offer(Event event) {
        return events.offer(event);
    }

    /** For the coordinator's own events, which must not be lost: waits for room. */
    public void put(Event event) throws InterruptedException {
        events.put(event);
    }

    /** Waits at most {@code waitMillis} for a first event, then takes what else is there, up to {@code max}. */
    List<Event> take(int max, long waitMillis) throws InterruptedException {
        List<Event> batch = new ArrayList<>();
        Event first = events.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            events.drainTo(batch, max - 1);
        }
        return batch;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }
}
