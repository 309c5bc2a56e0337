package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;

/**
 * The operator destroyed the openings of private fields of the coordinator's own entries, such as an invoice.
 *
 * @param erased by entry, ascending
 */
public record CoordinatorErasure(long timeMillis, List<ErasedFields> erased) implements CoordinatorBody {

    /** @throws consort.ledger.json.JsonException when nothing, too much or something twice is named */
    public CoordinatorErasure {
        erased = ErasedFields.sorted(erased);
    }

    static CoordinatorErasure read(JsonFields json) {
        return new CoordinatorErasure(Fields.time(json), ErasedFields.readAll(json, "erased"));
    }

    @Override
    public EntryType type() {
        return EntryType.COORDINATOR_ERASURE;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("erased", erased.stream().map(ErasedFields::json).toList())
                .build();
    }
}
