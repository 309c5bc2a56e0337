package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the coordinator accepts of the claim right before it, and why.
 *
 * @param claim index of the claim's entry
 * @param lease the lease it claims
 * @param reason exactly when refused: a {@link Reasons} code, or of a failed task the trainer's
 * @param acceptedMillis device time accepted
 * @param normMillionths the update's L2 norm, in millionths, where it was computed
 * @param scoreMilli thousandths by which the accepted time is normalized; absent where the charter has no reference speed
 * @param reduction a {@link Reasons} code: the first reason why more was cut than clock, lease and outcome do
 * @param reductions all such cuts in the order of the rules; empty where there are none, or only {@code beyond-work}
 */
public record Observation(
        long timeMillis,
        long claim,
        long lease,
        Observation.Verdict verdict,
        Optional<String> reason,
        Optional<String> detail,
        long acceptedMillis,
        OptionalLong normMillionths,
        OptionalLong scoreMilli,
        Optional<String> reduction,
        List<Reduction> reductions) implements CoordinatorBody {

    /** Whether the claimed result counts. */
    public enum Verdict {
        ACCEPTED,
        REFUSED;

        public String text() {
            return Fields.text(this);
        }
    }

    /** @throws JsonException when a reason is given for acceptance, or none for refusal */
    public Observation {
        reductions = List.copyOf(reductions);
        if (reason.isPresent() != (verdict == Verdict.REFUSED)) {
            throw new JsonException("an observation has a reason exactly when its verdict is refused, not " + verdict.text());
        }
    }

    /** An observation that cuts nothing but for one reason at most, {@code beyond-work}. */
    public Observation(long timeMillis, long claim, long lease, Observation.Verdict verdict, Optional<String> reason,
            Optional<String> detail, long acceptedMillis, OptionalLong normMillionths, OptionalLong scoreMilli, Optional<String> reduction) {
        this(timeMillis, claim, lease, verdict, reason, detail, acceptedMillis, normMillionths, scoreMilli, reduction, List.of());
    }

    /** Device time that was cut for a reason, as {@link #reductions} say it. */
    public long cutMillis(String code) {
        return reductions.stream().filter(one -> one.reason().equals(code)).mapToLong(Reduction::millis).sum();
    }

    /** Energy that does not count. */
    public long cutMillijoules() {
        return reductions.stream().mapToLong(Reduction::millijoules).sum();
    }

    static Observation read(JsonFields json) {
        return new Observation(
                Fields.time(json),
                Fields.natural(json, "claim"),
                Fields.number(json, "lease"),
                Fields.constant(json, "verdict", Observation.Verdict.class),
                Fields.optional(json, "reason", Fields::name),
                Fields.optional(json, "detail", (fields, name) -> fields.text(name, Limits.MAX_DETAIL_CHARACTERS)),
                Fields.natural(json, "acceptedMillis"),
                Fields.optionalLong(json, "normMillionths", Fields::natural),
                Fields.optionalLong(json, "scoreMilli", Fields::number),
                Fields.optional(json, "reduction", Fields::name),
                Reduction.readAll(json, "reductions"));
    }

    @Override
    public EntryType type() {
        return EntryType.OBSERVATION;
    }

    @Override
    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("claim", claim)
                .put("lease", lease)
                .put("verdict", verdict.text())
                .putIfPresent("reason", Fields.json(reason))
                .putIfPresent("detail", Fields.json(detail))
                .put("acceptedMillis", acceptedMillis)
                .putIfPresent("normMillionths", Fields.json(normMillionths))
                .putIfPresent("scoreMilli", Fields.json(scoreMilli))
                .putIfPresent("reduction", Fields.json(reduction));
        if (!reductions.isEmpty()) {
            json.put("reductions", reductions.stream().map(Reduction::json).toList());
        }
        return json.build();
    }
}
