package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * How fast a worker trains, measured by itself: the benchmark that the charter describes for a trainer. The latest counts for
 * the leases that follow.
 *
 * @param seq counts with the worker's usage claims
 * @param steps those of the charter's benchmark
 * @param wallMillis how long the trainer was busy with them
 * @param devices devices that worked on them together
 * @param model digest of the initial model that was trained
 * @param priv what it commits to of its site
 */
public record Benchmark(long timeMillis, String organization, String worker, long seq, String trainer, long steps, long wallMillis,
        int devices, String model, Commitments priv) implements PartyBody {

    /** @throws JsonException when it commits to what no site has */
    public Benchmark {
        priv.requireWithin(PrivateField.OF_SITES);
    }

    /** One that commits to nothing. */
    public Benchmark(long timeMillis, String organization, String worker, long seq, String trainer, long steps, long wallMillis,
            int devices, String model) {
        this(timeMillis, organization, worker, seq, trainer, steps, wallMillis, devices, model, Commitments.NONE);
    }

    /** The same benchmark, committing to these. */
    public Benchmark withPriv(Commitments commitments) {
        return new Benchmark(timeMillis, organization, worker, seq, trainer, steps, wallMillis, devices, model, commitments);
    }

    public WorkerId workerId() {
        return new WorkerId(organization, worker);
    }

    static Benchmark read(JsonFields json) {
        return new Benchmark(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.name(json, "worker"),
                Fields.number(json, "seq"),
                Fields.name(json, "trainer"),
                json.integer("steps", 1, ReferenceSpeed.MAX_STEPS),
                Fields.duration(json, "wallMillis"),
                Fields.devices(json),
                Fields.digest(json, "model"),
                Commitments.read(json, PrivateField.OF_SITES));
    }

    @Override
    public EntryType type() {
        return EntryType.BENCHMARK;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("worker", worker)
                .put("seq", seq)
                .put("trainer", trainer)
                .put("steps", steps)
                .put("wallMillis", wallMillis)
                .put("devices", devices)
                .put("model", model)
                .putIfPresent(Commitments.FIELD, priv.json())
                .build();
    }
}
