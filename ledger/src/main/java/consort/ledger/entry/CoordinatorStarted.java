package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.OptionalLong;

/**
 * A coordinator took over the log.
 *
 * @param epoch greater than that of all coordinators before
 * @param software name and version
 * @param restored when the ledger was restored from a backup or a copy: how many entries it had then, which is the index of
 *     this one. An entry after these that somebody holds a receipt for was lost
 */
public record CoordinatorStarted(long timeMillis, long epoch, String software, OptionalLong restored)
        implements CoordinatorBody {

    /** Over the log as it was left. */
    public CoordinatorStarted(long timeMillis, long epoch, String software) {
        this(timeMillis, epoch, software, OptionalLong.empty());
    }

    /** Version 1 knew no restored ledgers. */
    static CoordinatorStarted readV1(JsonFields json) {
        return new CoordinatorStarted(
                Fields.time(json),
                Fields.number(json, "epoch"),
                json.text("software", 100));
    }

    static CoordinatorStarted read(JsonFields json) {
        return new CoordinatorStarted(
                Fields.time(json),
                Fields.number(json, "epoch"),
                json.text("software", 100),
                OptionalLong.of(Fields.number(json, "restored")));
    }

    @Override
    public int version() {
        return restored.isPresent() ? 2 : 1;
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
                .putIfPresent("restored", Fields.json(restored))
                .build();
    }
}
