package consort.coordinator.loop;

import consort.coordinator.core.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The bounded queue of events in front of the loop. */
public final class Inbox {

    /** An event, and what to do when the loop takes it. */
    private record Waiting(Event event, Runnable taken, long sinceNanos) {

        Waiting(Event event, Runnable taken) {
            this(event, taken, System.nanoTime());
        }
    }

    private static final Runnable NOTHING = () -> { };

    private final BlockingQueue<Waiting> events;
    private volatile long lagMillis;

    public Inbox(int capacity) {
        events = new ArrayBlockingQueue<>(capacity);
    }

    /** For what peers send: false when the inbox is full, and the event is dropped. */
    public boolean offer(Event event) {
        return offer(event, NOTHING);
    }

    /** As {@link #offer(Event)}; {@code taken} runs on the loop's thread when it takes the event: quick, and never failing. */
    public boolean offer(Event event, Runnable taken) {
        return events.offer(new Waiting(event, taken));
    }

    /** For the coordinator's own events, which must not be lost: waits for room. */
    public void put(Event event) throws InterruptedException {
        events.put(new Waiting(event, NOTHING));
    }

    /** Waits at most {@code waitMillis} for a first event, then takes what else is there, up to {@code max}. */
    List<Event> take(int max, long waitMillis) throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        Waiting first = events.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            lagMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - first.sinceNanos());
            batch.add(first);
            events.drainTo(batch, max - 1);
        }
        batch.forEach(waiting -> waiting.taken().run());
        return batch.stream().map(Waiting::event).toList();
    }

    /** For how long the first event of the last batch had waited; for any thread. */
    public long lagMillis() {
        return lagMillis;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }
}
