package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;

/**
 * An organization ends the part of one of its own: a worker's or a person's. An invite that was not used yet is void.
 *
 * @param reason printable ASCII, at most {@link Limits#MAX_DETAIL_CHARACTERS} characters
 */
public record Withdrawal(long timeMillis, String organization, long seq, Optional<String> worker, Optional<String> person,
        String reason) implements PartyBody {

    /** @throws JsonException unless exactly one of worker and person is named */
    public Withdrawal {
        if (worker.isPresent() == person.isPresent()) {
            throw new JsonException("a withdrawal names either a worker or a person");
        }
    }

    public Withdrawal(long timeMillis, long seq, Subject subject, String reason) {
        this(timeMillis, subject.organization(), seq, subject.worker(), subject.person(), reason);
    }

    /** Whose part ends. */
    public Subject subject() {
        return new Subject(organization, worker, person);
    }

    static Withdrawal read(JsonFields json) {
        return new Withdrawal(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.number(json, "seq"),
                Fields.optional(json, "worker", Fields::name),
                Fields.optional(json, "person", Fields::name),
                Fields.reason(json));
    }

    @Override
    public EntryType type() {
        return EntryType.WITHDRAWAL;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("seq", seq)
                .putIfPresent("worker", Fields.json(worker))
                .putIfPresent("person", Fields.json(person))
                .put("reason", reason)
                .build();
    }
}
