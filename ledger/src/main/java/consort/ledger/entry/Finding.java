package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;

/**
 * Proof that a party signed two different entries with the same seq.
 *
 * @param worker absent when the organization's own key signed
 * @param held index of the entry that stands in the ledger
 * @param offered digest of the other one, kept as a document
 */
public record Finding(
        long timeMillis,
        Finding.Kind kind,
        String organization,
        Optional<String> worker,
        long seq,
        long held,
        String offered) implements CoordinatorBody {

    /** What was found. */
    public enum Kind {
        CONFLICTING_SEQ;

        public String text() {
            return Fields.text(this);
        }
    }

    static Finding read(JsonFields json) {
        return new Finding(
                Fields.time(json),
                Fields.constant(json, "kind", Finding.Kind.class),
                Fields.name(json, "organization"),
                Fields.optional(json, "worker", Fields::name),
                Fields.number(json, "seq"),
                Fields.natural(json, "held"),
                Fields.digest(json, "offered"));
    }

    @Override
    public EntryType type() {
        return EntryType.FINDING;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("kind", kind.text())
                .put("organization", organization)
                .putIfPresent("worker", Fields.json(worker))
                .put("seq", seq)
                .put("held", held)
                .put("offered", offered)
                .build();
    }
}
