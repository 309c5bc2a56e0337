package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * An organization destroyed the openings of private fields of its workers' entries: nobody can learn or prove these values from the
 * ledger any more. The entries stand as they are.
 *
 * @param worker the worker that signs this, of entries signed under its name; without it the organization signs, of any of its workers
 * @param erased by entry, ascending
 */
public record Erasure(long timeMillis, String organization, Optional<String> worker, long seq, List<ErasedFields> erased)
        implements PartyBody {

    /** @throws consort.ledger.json.JsonException when nothing, too much or something twice is named */
    public Erasure {
        erased = ErasedFields.sorted(erased);
    }

    public Optional<WorkerId> workerId() {
        return worker.map(name -> new WorkerId(organization, name));
    }

    static Erasure read(JsonFields json) {
        return new Erasure(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.optional(json, "worker", Fields::name),
                Fields.number(json, "seq"),
                ErasedFields.readAll(json, "erased"));
    }

    /** Reads what {@link #json} gave. */
    public static Erasure of(JsonObject json) {
        JsonFields fields = json.fields();
        Erasure erasure = read(fields);
        fields.end();
        return erasure;
    }

    @Override
    public EntryType type() {
        return EntryType.ERASURE;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .putIfPresent("worker", Fields.json(worker))
                .put("seq", seq)
                .put("erased", erased.stream().map(ErasedFields::json).toList())
                .build();
    }
}
