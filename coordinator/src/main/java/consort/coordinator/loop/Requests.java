package consort.coordinator.loop;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Reply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Requests that wait for the loop's answer. Their number is bounded by the inbox and by the calls a server lets in. */
public final class Requests {

    private final Inbox inbox;
    private final AtomicLong tickets = new AtomicLong();
    private final Map<Long, Consumer<Reply>> waiting = new ConcurrentHashMap<>();

    public Requests(Inbox inbox) {
        this.inbox = inbox;
    }

    /**
     * Puts a request to the loop.
     *
     * @param make builds the event for its ticket
     * @param then is called once, on the loop's thread or, when the inbox is full, on the caller's; must not block
     */
    public void ask(LongFunction<? extends Event.Request> make, Consumer<Reply> then) {
        long ticket = tickets.incrementAndGet();
        waiting.put(ticket, then);
        if (!inbox.offer(make.apply(ticket))) {
            waiting.remove(ticket);
            then.accept(new Reply.Refused(Reply.Code.EXHAUSTED, "the coordinator has too much to do; try again in a moment"));
        }
    }

    /** Hands an answer to who asked. */
    public void answer(Effect.Answer answer) {
        Consumer<Reply> then = waiting.remove(answer.ticket());
        if (then != null) {
            then.accept(answer.reply());
        }
    }
}
