package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * The last word on a run.
 *
 * @param cause for people
 * @param model digest of the last model that a round closed with, or of the initial one
 */
public record RunEnded(long timeMillis, long run, RunEnded.Outcome outcome, String cause, String model)
        implements CoordinatorBody {

    /** How the run ended. */
    public enum Outcome {
        COMPLETED,
        ABANDONED,
        STOPPED;

        public String text() {
            return Fields.text(this);
        }
    }

    static RunEnded read(JsonFields json) {
        return new RunEnded(
                Fields.time(json),
                Fields.number(json, "run"),
                Fields.constant(json, "outcome", RunEnded.Outcome.class),
                json.text("cause", Limits.MAX_DETAIL_CHARACTERS),
                Fields.digest(json, "model"));
    }

    @Override
    public EntryType type() {
        return EntryType.RUN_ENDED;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("run", run)
                .put("outcome", outcome.text())
                .put("cause", cause)
                .put("model", model)
                .build();
    }
}
