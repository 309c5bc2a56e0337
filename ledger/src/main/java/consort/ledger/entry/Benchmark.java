package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;

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
 * @param ratedMilliwatts what one of the devices draws at most by its makers, its part of the machine's processors included
 * @param deviceIds pseudonyms of the devices, see {@link DeviceIds}; empty where none are told
 */
public record Benchmark(long timeMillis, String organization, String worker, long seq, String trainer, long steps, long wallMillis,
        int devices, String model, Commitments priv, OptionalLong ratedMilliwatts, List<String> deviceIds) implements PartyBody {

    /** A megawatt. */
    public static final long MAX_RATED_MILLIWATTS = 1_000_000_000L;

    /** @throws JsonException when it commits to what no site has, or device ids are not those of {@link DeviceIds} */
    public Benchmark {
        deviceIds = DeviceIds.checked(deviceIds, devices);
        priv.requireWithin(PrivateField.OF_SITES);
    }

    /** One that commits to nothing, and says nothing of power and devices. */
    public Benchmark(long timeMillis, String organization, String worker, long seq, String trainer, long steps, long wallMillis,
            int devices, String model) {
        this(timeMillis, organization, worker, seq, trainer, steps, wallMillis, devices, model, Commitments.NONE, OptionalLong.empty(),
                List.of());
    }

    /** The same benchmark, committing to these. */
    public Benchmark withPriv(Commitments commitments) {
        return new Benchmark(timeMillis, organization, worker, seq, trainer, steps, wallMillis, devices, model, commitments, ratedMilliwatts,
                deviceIds);
    }

    /** The same benchmark, telling devices and the power each is rated for. */
    public Benchmark withDevices(List<String> ids, OptionalLong milliwatts) {
        return new Benchmark(timeMillis, organization, worker, seq, trainer, steps, wallMillis, devices, model, priv, milliwatts, ids);
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
                Commitments.read(json, PrivateField.OF_SITES),
                Fields.optionalLong(json, "ratedMilliwatts", (fields, name) -> fields.integer(name, 1, MAX_RATED_MILLIWATTS)),
                DeviceIds.read(json));
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
                .putIfPresent("ratedMilliwatts", Fields.json(ratedMilliwatts))
                .putIfPresent("deviceIds", DeviceIds.json(deviceIds))
                .build();
    }
}
