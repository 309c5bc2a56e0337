package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A task granted to a worker.
 *
 * @param lease 1, 2, … over the whole ledger
 * @param model digest of the model to train or evaluate
 * @param steps steps assigned; 0 for evaluation
 * @param seed in [0, 2^48)
 * @param weight the update's weight in the round's sum; 0 for evaluation
 * @param durationMillis what can be claimed of it at most
 */
public record Lease(
        long timeMillis,
        long lease,
        long run,
        long round,
        LeaseKind kind,
        String organization,
        String worker,
        String model,
        String trainer,
        String data,
        long steps,
        long seed,
        long weight,
        int devices,
        long durationMillis) implements CoordinatorBody {

    public WorkerId workerId() {
        return new WorkerId(organization, worker);
    }

    static Lease read(JsonFields json) {
        return new Lease(
                Fields.time(json),
                Fields.number(json, "lease"),
                Fields.number(json, "run"),
                Fields.number(json, "round"),
                Fields.constant(json, "kind", LeaseKind.class),
                Fields.name(json, "organization"),
                Fields.name(json, "worker"),
                Fields.digest(json, "model"),
                Fields.name(json, "trainer"),
                Fields.name(json, "data"),
                Fields.natural(json, "steps"),
                json.integer("seed", 0, (1L << 48) - 1),
                Fields.natural(json, "weight"),
                Fields.devices(json),
                Fields.duration(json, "durationMillis"));
    }

    @Override
    public EntryType type() {
        return EntryType.LEASE;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("lease", lease)
                .put("run", run)
                .put("round", round)
                .put("kind", kind.text())
                .put("organization", organization)
                .put("worker", worker)
                .put("model", model)
                .put("trainer", trainer)
                .put("data", data)
                .put("steps", steps)
                .put("seed", seed)
                .put("weight", weight)
                .put("devices", devices)
                .put("durationMillis", durationMillis)
                .build();
    }
}
