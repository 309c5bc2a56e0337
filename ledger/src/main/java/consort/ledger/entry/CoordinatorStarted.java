package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A coordinator took over the log.
 *
 * @param epoch greater than that of all coordinators before
 * @param software name and version
 */
public record CoordinatorStarted(long timeMillis, long epoch, String software) implements CoordinatorBody {

    static CoordinatorStarted read(JsonFields json) {
        return new CoordinatorStarted(
                Fields.time(json),
                Fields.number(json, "epoch"),
                json.text("software", 100));
    }

    @Override
    public EntryType type() {
        return EntryType.COORDINATOR_STARTED;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("epoch", epoch)
                .put("software", software)
                .build();
    }
}
