package consort.worker.control;

import consort.ledger.json.JsonObject;
import consort.worker.folder.ConfigException;
import consort.worker.session.Event;
import consort.worker.session.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** In the worker's process: passes on what was asked for, and keeps the state where commands find it. For one thread. */
public final class ControlWatch implements Function<SessionState, List<Event>> {

    private final Control control;
    private final LongSupplier wallMillis;
    private boolean paused;
    private boolean leaving;
    private JsonObject published = JsonObject.EMPTY;

    public ControlWatch(Control control, LongSupplier wallMillis) {
        this.control = control;
        this.wallMillis = wallMillis;
    }

    /** To be called about once a second, and whenever something happened. */
    @Override
    public List<Event> apply(SessionState state) {
        publish(StateJson.of(state, wallMillis.getAsLong()));
        List<Event> asked = new ArrayList<>();
        if (control.isPaused() != paused) {
            paused = !paused;
            asked.add(new Event.PauseAsked(paused));
        }
        if (control.isLeaving() && !leaving) {
            leaving = true;
            asked.add(new Event.LeaveAsked());
        }
        return asked;
    }

    private void publish(JsonObject now) {
        if (!now.equals(published)) {
            try {
                control.publish(now);
                published = now;
            } catch (ConfigException full) {
                // Only those who look miss it; tried again in a second.
            }
        }
    }
}
