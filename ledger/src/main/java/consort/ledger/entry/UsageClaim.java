package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a worker says it did and used.
 *
 * @param model digest of the model it worked on; the lease names the one it should be
 * @param reason the trainer's reason code; exactly when the outcome is {@code FAILED}
 * @param busyMillis how long the trainer was busy
 * @param steps steps done
 * @param update digest of the update; absent for failures and evaluations
 * @param priv what it commits to of its site
 * @param meters what counters showed meanwhile; empty where nobody looked
 * @param deviceIds pseudonyms of the devices, see {@link DeviceIds}; empty where none are told
 */
public record UsageClaim(
        long timeMillis,
        String organization,
        String worker,
        long seq,
        long lease,
        String model,
        UsageClaim.Outcome outcome,
        Optional<String> reason,
        Optional<String> detail,
        long busyMillis,
        int devices,
        long steps,
        Optional<String> update,
        OptionalLong lossMillionths,
        OptionalLong accuracyMillionths,
        Commitments priv,
        Optional<Meters> meters,
        List<String> deviceIds) implements PartyBody {

    /** How the task ended. */
    public enum Outcome {
        DONE,
        FAILED;

        public String text() {
            return Fields.text(this);
        }
    }

    /**
     * @throws JsonException when a reason is given for success, or none for failure, or it commits to what no site has, or device
     *     ids are not those of {@link DeviceIds}
     */
    public UsageClaim {
        deviceIds = DeviceIds.checked(deviceIds, devices);
        if (reason.isPresent() != (outcome == Outcome.FAILED)) {
            throw new JsonException("a usage claim has a reason exactly when its outcome is failed, not " + outcome.text());
        }
        priv.requireWithin(PrivateField.OF_SITES);
    }

    /** A claim that commits to nothing, and says nothing of counters and devices. */
    public UsageClaim(long timeMillis, String organization, String worker, long seq, long lease, String model, Outcome outcome,
            Optional<String> reason, Optional<String> detail, long busyMillis, int devices, long steps, Optional<String> update,
            OptionalLong lossMillionths, OptionalLong accuracyMillionths) {
        this(timeMillis, organization, worker, seq, lease, model, outcome, reason, detail, busyMillis, devices, steps, update,
                lossMillionths, accuracyMillionths, Commitments.NONE, Optional.empty(), List.of());
    }

    /** The same claim, committing to these. */
    public UsageClaim withPriv(Commitments commitments) {
        return new UsageClaim(timeMillis, organization, worker, seq, lease, model, outcome, reason, detail, busyMillis, devices, steps,
                update, lossMillionths, accuracyMillionths, commitments, meters, deviceIds);
    }

    /** The same claim, telling counters and devices. */
    public UsageClaim withMeters(Meters read, List<String> ids) {
        return new UsageClaim(timeMillis, organization, worker, seq, lease, model, outcome, reason, detail, busyMillis, devices, steps,
                update, lossMillionths, accuracyMillionths, priv, Optional.of(read), ids);
    }

    public WorkerId workerId() {
        return new WorkerId(organization, worker);
    }

    static UsageClaim read(JsonFields json) {
        return new UsageClaim(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.name(json, "worker"),
                Fields.number(json, "seq"),
                Fields.number(json, "lease"),
                Fields.digest(json, "model"),
                Fields.constant(json, "outcome", UsageClaim.Outcome.class),
                Fields.optional(json, "reason", Fields::name),
                Fields.optional(json, "detail", (fields, name) -> fields.text(name, Limits.MAX_DETAIL_CHARACTERS)),
                Fields.natural(json, "busyMillis"),
                Fields.devices(json),
                Fields.natural(json, "steps"),
                Fields.optional(json, "update", Fields::digest),
                Fields.optionalLong(json, "lossMillionths", Fields::signed),
                Fields.optionalLong(json, "accuracyMillionths", Fields::natural),
                Commitments.read(json, PrivateField.OF_SITES),
                Fields.optional(json, "meters", Meters::read),
                DeviceIds.read(json));
    }

    @Override
    public EntryType type() {
        return EntryType.USAGE_CLAIM;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("worker", worker)
                .put("seq", seq)
                .put("lease", lease)
                .put("model", model)
                .put("outcome", outcome.text())
                .putIfPresent("reason", Fields.json(reason))
                .putIfPresent("detail", Fields.json(detail))
                .put("busyMillis", busyMillis)
                .put("devices", devices)
                .put("steps", steps)
                .putIfPresent("update", Fields.json(update))
                .putIfPresent("lossMillionths", Fields.json(lossMillionths))
                .putIfPresent("accuracyMillionths", Fields.json(accuracyMillionths))
                .putIfPresent(Commitments.FIELD, priv.json())
                .putIfPresent("meters", meters.map(Meters::json))
                .putIfPresent("deviceIds", DeviceIds.json(deviceIds))
                .build();
    }
}
