package consort.coordinator.core;

import consort.ledger.entry.WorkerId;
import consort.ledger.fold.BenchmarkView;
import consort.ledger.fold.State;
import consort.ledger.json.JsonObject;
import java.util.List;

/** A worker's benchmarks in a status document. */
final class ScoresJson {

    private ScoresJson() {
    }

    /** By trainer, for those that the charter names a reference speed of. */
    static List<JsonObject> of(State state, WorkerId worker) {
        return state.workers().get(worker).benchmarks().values().stream().map(ScoresJson::of).toList();
    }

    private static JsonObject of(BenchmarkView view) {
        return JsonObject.builder()
                .put("trainer", view.benchmark().trainer())
                .put("scoreMilli", view.scoreMilli())
                .put("stepsPerSecondMilli", view.stepsPerSecondMilli())
                .put("devices", view.benchmark().devices())
                .put("entry", view.index())
                .build();
    }
}
