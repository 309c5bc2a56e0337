package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;

/**
 * The operator ends somebody's part: a worker's, a person's, or, when neither is named, that of a whole organization with all
 * its workers and people.
 *
 * @param reason printable ASCII, at most {@link Limits#MAX_DETAIL_CHARACTERS} characters
 */
public record Revocation(long timeMillis, String organization, Optional<String> worker, Optional<String> person, String reason)
        implements CoordinatorBody {

    /** @throws JsonException when both a worker and a person are named */
    public Revocation {
        if (worker.isPresent() && person.isPresent()) {
            throw new JsonException("a revocation names a worker, a person or neither, not both");
        }
    }

    public Revocation(long timeMillis, Subject subject, String reason) {
        this(timeMillis, subject.organization(), subject.worker(), subject.person(), reason);
    }

    /** Whose part ends. */
    public Subject subject() {
        return new Subject(organization, worker, person);
    }

    static Revocation read(JsonFields json) {
        return new Revocation(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.optional(json, "worker", Fields::name),
                Fields.optional(json, "person", Fields::name),
                Fields.reason(json));
    }

    @Override
    public EntryType type() {
        return EntryType.REVOCATION;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .putIfPresent("worker", Fields.json(worker))
                .putIfPresent("person", Fields.json(person))
                .put("reason", reason)
                .build();
    }
}
