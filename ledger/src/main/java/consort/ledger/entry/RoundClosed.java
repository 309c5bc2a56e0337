package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A round's updates became the next model.
 *
 * @param rule aggregation rule and version, as {@code consort.model.aggregate} has them
 * @param previous digest of the model before
 * @param model digest of the model after
 * @param manifest digest of the {@link RoundManifest}
 * @param updates how many were summed
 * @param weight the sum of their weights
 * @param stateBefore digest of the server optimizer's state before
 * @param stateAfter and after
 */
public record RoundClosed(
        long timeMillis,
        long run,
        long round,
        String rule,
        String previous,
        String model,
        String manifest,
        long updates,
        long weight,
        String stateBefore,
        String stateAfter) implements CoordinatorBody {

    static RoundClosed read(JsonFields json) {
        return new RoundClosed(
                Fields.time(json),
                Fields.number(json, "run"),
                Fields.number(json, "round"),
                json.text("rule", 40),
                Fields.digest(json, "previous"),
                Fields.digest(json, "model"),
                Fields.digest(json, "manifest"),
                Fields.number(json, "updates"),
                Fields.number(json, "weight"),
                Fields.digest(json, "stateBefore"),
                Fields.digest(json, "stateAfter"));
    }

    @Override
    public EntryType type() {
        return EntryType.ROUND_CLOSED;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("run", run)
                .put("round", round)
                .put("rule", rule)
                .put("previous", previous)
                .put("model", model)
                .put("manifest", manifest)
                .put("updates", updates)
                .put("weight", weight)
                .put("stateBefore", stateBefore)
                .put("stateAfter", stateAfter)
                .build();
    }
}
