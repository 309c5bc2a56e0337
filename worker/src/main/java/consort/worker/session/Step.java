package consort.worker.session;

import java.util.List;

/** The outcome of one event. */
public record Step(SessionState state, List<Effect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }
}
