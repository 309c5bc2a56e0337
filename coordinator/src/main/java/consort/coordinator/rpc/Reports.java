package consort.coordinator.rpc;

import consort.coordinator.core.Event;
import consort.coordinator.core.Held;
import consort.coordinator.core.Reply;
import consort.coordinator.loop.Requests;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Subject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What peers report to hold: read and verified on the call's thread, of each peer one report at a time. */
final class Reports {

    private final Requests requests;
    private final LogKeys logKeys;
    private final Set<Subject> underWay = ConcurrentHashMap.newKeySet();

    Reports(Requests requests, LogKeys logKeys) {
        this.requests = requests;
        this.logKeys = logKeys;
    }

    /** @param then is called once; must not block */
    void take(Subject who, List<byte[]> notes, Consumer<Reply> then) {
        if (!underWay.add(who)) {
            then.accept(new Reply.Refused(Reply.Code.EXHAUSTED, "a report of " + who + " is under way; send the next after its answer"));
            return;
        }
        boolean asked = false;
        try {
            List<Held> held = Held.read(notes, logKeys);
            asked = true;
            requests.ask(ticket -> new Event.Report(ticket, who, held), reply -> {
                underWay.remove(who);
                then.accept(reply);
            });
        } finally {
            if (!asked) {
                underWay.remove(who);
            }
        }
    }
}
