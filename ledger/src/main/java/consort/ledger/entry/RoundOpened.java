package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;

/**
 * A round begins. One train lease for each worker of the cohort follows.
 *
 * @param round 1, 2, … over the opened rounds of the run
 * @param model digest of the model to start from
 * @param cohort sorted, each worker once
 * @param quorum accepted updates needed to close the round
 * @param durationMillis length of each lease
 */
public record RoundOpened(
        long timeMillis,
        long run,
        long round,
        String model,
        List<WorkerId> cohort,
        int quorum,
        long durationMillis) implements CoordinatorBody {

    public RoundOpened {
        cohort = List.copyOf(cohort);
    }

    private static List<WorkerId> readCohort(JsonFields json) {
        try {
            return json.texts("cohort", Limits.MAX_COHORT, 81).stream().map(WorkerId::parse).toList();
        } catch (IllegalArgumentException notAWorker) {
            throw new JsonException("field 'cohort': " + notAWorker.getMessage());
        }
    }

    static RoundOpened read(JsonFields json) {
        return new RoundOpened(
                Fields.time(json),
                Fields.number(json, "run"),
                Fields.number(json, "round"),
                Fields.digest(json, "model"),
                readCohort(json),
                json.count("quorum", 1, Limits.MAX_COHORT),
                Fields.duration(json, "durationMillis"));
    }

    @Override
    public EntryType type() {
        return EntryType.ROUND_OPENED;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("run", run)
                .put("round", round)
                .put("model", model)
                .putTexts("cohort", cohort.stream().map(WorkerId::toString).toList())
                .put("quorum", quorum)
                .put("durationMillis", durationMillis)
                .build();
    }
}
