package consort.coordinator.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Event.AggregationResult;
import consort.coordinator.core.Event.ModelVerdict;
import consort.coordinator.core.Event.UpdateVerdict;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.Rounds;
import consort.model.aggregate.Lanes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks and sums on stored blobs. */
class ModelWorkTest {

    private static final WorkerId ACME = new WorkerId("acme", "w1");

    private SimulatedDisk disk;
    private BlobStore blobs;
    private ModelWork work;
    private String model;

    @BeforeEach
    void storesAModel() throws Exception {
        disk = new SimulatedDisk(new Random(4));
        blobs = DiskBlobStore.open(disk, new BlobLimits(1 << 20, 1 << 30, 2));
        work = new ModelWork(blobs, Lanes.inCaller());
        model = store(10, 20);
    }

    @Test
    void judgesAnInitialModel() throws IOException {
        assertThat(checkModel(model, Map.of())).isInstanceOf(ModelVerdict.Fit.class);
        assertThat(checkModel("0".repeat(64), Map.of())).isInstanceOfSatisfying(ModelVerdict.Unfit.class,
                unfit -> assertThat(unfit.message()).contains("is not stored", "--model"));
        assertThat(checkModel(model, Map.of("v", 20))).isInstanceOfSatisfying(ModelVerdict.Unfit.class,
                unfit -> assertThat(unfit.message()).contains("v"));
    }

    @Test
    void judgesUpdatesWithTheReasonsOfTheLedger() throws Exception {
        assertThat(check(store(3, 4), 10_000_000, 1000)).isEqualTo(new UpdateVerdict.Fit(5_000_000));
        assertThat(check("0".repeat(64), 10_000_000, 1000)).isEqualTo(new UpdateVerdict.Missing());
        refused("norm-too-large", check(store(3, 4), 4_999_999, 1000));
        refused("too-large", check(store(3, 4), 10_000_000, 10));
        refused("not-finite", check(store(Float.NaN, 4), 10_000_000, 1000));
        refused("out-of-range", check(store(32, 4), 100_000_000, 1000));
        refused("wrong-layout", check(store(1, 2, 3), 10_000_000, 1000));
        refused("malformed", check(put("no tensors at all".getBytes(StandardCharsets.UTF_8)), 10_000_000, 1000));
    }

    @Test
    void sumsUpdatesInAnyOrderToTheSameModel() throws Exception {
        Effect.Addend one = new Effect.Addend(store(2, 4), 1);
        Effect.Addend two = new Effect.Addend(store(4, 8), 1);
        AggregationResult first = sum(List.of(one, two));
        assertThat(sum(List.of(two, one))).isEqualTo(first);
        assertThat(first).isEqualTo(new AggregationResult.Done(store(7, 14), file(7, 14).length));
    }

    @Test
    void aFullStoreAbandonsTheRoundAndNotTheProcess() throws Exception {
        BlobStore small = DiskBlobStore.open(new SimulatedDisk(new Random(5)), new BlobLimits(1000, 1000, 2));
        try (BlobStore.Writer writer = small.write(1000)) {
            writer.write(ByteBuffer.wrap(file(10, 20)));
            String stored = writer.commit();
            assertThat(new ModelWork(small, Lanes.inCaller()).aggregate(new Effect.Aggregate(1, 1, Rounds.RULE, stored, List.of(), Map.of(),
                    List.of(new Effect.Addend(stored, 1)))).result()).isInstanceOf(AggregationResult.Failed.class);
        }
    }

    @Test
    void whatIsNotStoredIsAnOutcomeAndNoFailureOfTheDisk() throws Exception {
        String update = store(3, 4);
        Effect.FindModel find = new Effect.FindModel(1, model);
        assertThat(work.find(find)).isEqualTo(new Event.ModelLookedFor(1, model, true));
        disk.delete("blobs/" + update.substring(0, 2) + "/" + update);
        assertThat(sum(List.of(new Effect.Addend(update, 1)))).isInstanceOfSatisfying(AggregationResult.Failed.class,
                failed -> assertThat(failed.reason()).contains("update " + update));
        assertThat(blobs.size(update)).as("can be sent again").isEmpty();
        disk.delete("blobs/" + model.substring(0, 2) + "/" + model);
        assertThat(check(store(3, 4), 10_000_000, 1000)).isEqualTo(new UpdateVerdict.Missing());
        assertThat(sum(List.of(new Effect.Addend(store(3, 4), 1)))).isInstanceOfSatisfying(AggregationResult.Failed.class,
                failed -> assertThat(failed.reason()).contains("model " + model));
        assertThat(work.find(find)).isEqualTo(new Event.ModelLookedFor(1, model, false));
    }

    @Test
    void whatRottedOnTheDiskIsNotSummed() throws Exception {
        String update = store(3, 4);
        long lastBit = 8L * file(3, 4).length - 8;
        disk.flipBit("blobs/" + update.substring(0, 2) + "/" + update, lastBit);
        assertThat(sum(List.of(new Effect.Addend(update, 1)))).isInstanceOfSatisfying(AggregationResult.Failed.class,
                failed -> assertThat(failed.reason()).contains("the update " + update + " is damaged", "from a copy"));
        disk.flipBit("blobs/" + update.substring(0, 2) + "/" + update, lastBit);
        disk.flipBit("blobs/" + model.substring(0, 2) + "/" + model, 8L * file(10, 20).length - 8);
        assertThat(sum(List.of(new Effect.Addend(update, 1)))).isInstanceOfSatisfying(AggregationResult.Failed.class,
                failed -> assertThat(failed.reason()).contains("the model " + model + " is damaged"));
    }

    @Test
    void whatRottedWhileNoCoordinatorRanIsNotSummed() throws Exception {
        String update = store(3, 4);
        long lastBit = 8L * file(3, 4).length - 8;
        disk.flipBit("blobs/" + update.substring(0, 2) + "/" + update, lastBit);
        work = new ModelWork(DiskBlobStore.open(disk, new BlobLimits(1 << 20, 1 << 30, 2)), Lanes.inCaller());
        assertThat(sum(List.of(new Effect.Addend(update, 1)))).isInstanceOfSatisfying(AggregationResult.Failed.class,
                failed -> assertThat(failed.reason()).contains("the update " + update + " is damaged"));
        disk.flipBit("blobs/" + update.substring(0, 2) + "/" + update, lastBit);
        assertThat(sum(List.of(new Effect.Addend(update, 1)))).isInstanceOf(AggregationResult.Done.class);
    }

    private ModelVerdict checkModel(String digest, Map<String, Integer> scales) throws IOException {
        return work.check(new Effect.CheckModel(1, new byte[0], new Event.Purpose(Optional.of("operator"), false, OptionalLong.empty()), digest, List.of(), scales)).verdict();
    }

    private UpdateVerdict check(String update, long maxNormMillionths, long maxBytes) throws IOException {
        return work.check(new Effect.CheckUpdate(ACME, 1, update, model, List.of(), Map.of(), maxNormMillionths, maxBytes)).verdict();
    }

    private AggregationResult sum(List<Effect.Addend> updates) throws IOException {
        return work.aggregate(new Effect.Aggregate(1, 1, Rounds.RULE, model, List.of(), Map.of(), updates)).result();
    }

    private static void refused(String reason, UpdateVerdict verdict) {
        assertThat(verdict).isInstanceOfSatisfying(UpdateVerdict.Unfit.class, unfit -> assertThat(unfit.reason()).isEqualTo(reason));
    }

    private String store(float... values) throws Exception {
        return put(file(values));
    }

    private String put(byte[] bytes) throws Exception {
        try (BlobStore.Writer writer = blobs.write(bytes.length)) {
            writer.write(ByteBuffer.wrap(bytes));
            return writer.commit();
        }
    }

    /** A canonical safetensors file with one tensor. */
    private static byte[] file(float... values) {
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[" + values.length + "],\"data_offsets\":[0," + 4 * values.length + "]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        ByteBuffer file = ByteBuffer.allocate(8 + padded.length() + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        for (float value : values) {
            file.putFloat(value);
        }
        return file.array();
    }
}
