package consort.coordinator.loop;

import consort.coordinator.core.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The bounded queue of events in front of the loop. Beside it wait signs of life, of which there may be thousands a second: for
 * them nobody wakes the loop, which takes them with the next event, or when it looks around.
 */
public final class Inbox {

    /** Several times what comes until the loop looks around; they are small, so this is little memory. */
    public static final int MAX_SIGNS = 4096;

    /** An event, and what to do when the loop takes it. */
    private record Waiting(Event event, Runnable taken, long sinceNanos) {

        Waiting(Event event, Runnable taken) {
            this(event, taken, System.nanoTime());
        }
    }

    private record Sign(Event event, Runnable taken) {
    }

    private static final Runnable NOTHING = () -> { };

    private final BlockingQueue<Waiting> events;
    private final BlockingQueue<Sign> signs = new ArrayBlockingQueue<>(MAX_SIGNS);
    private volatile long lagMillis;
    private volatile long looks;

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

    /**
     * For small signs of life, which may wait until the loop looks around: false when as many of them wait as may, and the event is
     * dropped. The loop takes it before any event that is offered later.
     */
    public boolean offerSign(Event sign) {
        return offerSign(sign, NOTHING);
    }

    /** As {@link #offerSign(Event)}; {@code taken} runs on the loop's thread when it takes the sign: quick, and never failing. */
    public boolean offerSign(Event sign, Runnable taken) {
        return signs.offer(new Sign(sign, taken));
    }

    /** How often the loop has taken what there was; for any thread. */
    public long looks() {
        return looks;
    }

    /** For the coordinator's own events, which must not be lost: waits for room. */
    public void put(Event event) throws InterruptedException {
        events.put(new Waiting(event, NOTHING));
    }

    /**
     * Waits at most {@code waitMillis} for a first event, then takes what else is there, up to {@code max}, and all signs of life,
     * which come first.
     */
    public List<Event> take(int max, long waitMillis) throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        Waiting first = events.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            lagMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - first.sinceNanos());
            batch.add(first);
            events.drainTo(batch, max - 1);
        }
        // Looked at after the events, since a sign that came before one of them must not be left behind. Before any of them is told
        // that it was taken, since its sender goes on then, with signs that must not overtake it.
        List<Sign> signed = new ArrayList<>();
        signs.drainTo(signed);
        looks = looks + 1;
        List<Event> taken = new ArrayList<>();
        for (Sign sign : signed) {
            sign.taken().run();
            taken.add(sign.event());
        }
        for (Waiting waiting : batch) {
            waiting.taken().run();
            taken.add(waiting.event());
        }
        return taken;
    }

    /** For how long the first event of the last batch had waited; for any thread. */
    public long lagMillis() {
        return lagMillis;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }
}
