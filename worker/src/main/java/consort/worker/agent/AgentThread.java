package consort.worker.agent;

import consort.worker.session.Effect;
import consort.worker.session.Event;
import consort.worker.session.SessionState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Drives an agent on the calling thread: takes events from a bounded inbox, and ticks once a second. */
public final class AgentThread implements EventSink {

    private static final int INBOX = 256;
    private static final long TICK_MILLIS = 1000;

    private final BlockingQueue<Event> inbox = new ArrayBlockingQueue<>(INBOX);
    private volatile boolean over;

    /** Waits while the inbox is full, which holds back the stream the event came from. */
    @Override
    public void post(Event event) {
        try {
            while (!over && !inbox.offer(event, TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                continue;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs until the agent ends.
     *
     * @param watcher told the state after every event, and at least once a second; answers with events of its own
     */
    public Effect.Exit run(Agent agent, Function<SessionState, List<Event>> watcher) throws InterruptedException {
        agent.start();
        long lastTick = System.nanoTime();
        Optional<Effect.Exit> exit = agent.exit();
        while (exit.isEmpty()) {
            Event event = inbox.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
            if (event != null) {
                agent.handle(event);
            }
            if (System.nanoTime() - lastTick >= TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
                lastTick = System.nanoTime();
                agent.handle(new Event.Tick());
            }
            watcher.apply(agent.state()).forEach(agent::handle);
            exit = agent.exit();
        }
        over = true;
        return exit.get();
    }
}
