package consort.coordinator.loop;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Now;
import consort.ledger.pages.LostPageException;
import consort.ledger.pages.NoRoomException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The thread that drives an {@link Engine}: takes what is in the inbox, lets the engine decide and commit, and carries out
 * what it releases. Ends with the first failure; what the disk holds then is for the next process to read.
 */
public final class LoopThread {

    private static final int MAX_BATCH = 256;
    private static final long TICK_MILLIS = 100;

    private final Engine engine;
    private final Inbox inbox;
    private final Supplier<Now> clock;
    private final EffectSink sink;
    private final Consumer<Throwable> fatal;
    private final Thread thread = new Thread(this::run, "loop");
    private volatile boolean stopping;

    /** @param fatal is told what ended the loop, on its thread; ends the process where there is one to end */
    public LoopThread(Engine engine, Inbox inbox, Supplier<Now> clock, EffectSink sink, Consumer<Throwable> fatal) {
        this.engine = engine;
        this.inbox = inbox;
        this.clock = clock;
        this.sink = sink;
        this.fatal = fatal;
    }

    public void start() {
        thread.start();
    }

    /** Finishes the batch under way, publishes a last checkpoint, and ends. */
    public void stop() throws InterruptedException {
        stopping = true;
        thread.join();
    }

    private void run() {
        try {
            while (!stopping) {
                List<Event> batch = inbox.take(MAX_BATCH, engine.settled() ? TICK_MILLIS : 0);
                perform(engine.step(batch, clock.get(), inbox::isEmpty));
            }
            engine.close();
        } catch (UncheckedIOException noRoom) {
            fatal.accept(noRoom.getCause() instanceof NoRoomException full ? full : noRoom);
        } catch (InternalError fault) {
            fatal.accept(LostPageException.of(fault).<Throwable>map(lost -> lost).orElse(fault));
        } catch (Throwable failure) {
            // An Error as well: without the loop an open port would only pretend to serve.
            fatal.accept(failure);
        }
    }

    private void perform(List<Effect> effects) {
        effects.forEach(sink::perform);
    }
}
