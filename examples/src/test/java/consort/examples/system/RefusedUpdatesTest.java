package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Lease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.UsageClaim;
import consort.model.tensor.FloatTensor;
import consort.model.tensor.MemorySource;
import consort.model.tensor.Shape;
import consort.proto.CoordinatorMessage;
import consort.proto.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Updates that are no good are refused with a reason that the worker sees and the ledger keeps, cost nobody else anything,
 * and the worker lives on: the round closes with the updates of the others.
 */
class RefusedUpdatesTest {

    private static final long MODEL_BYTES = 4096;
    private static final int WEIGHTS = (int) MODEL_BYTES / Float.BYTES - 2;
    /** An honest update of this small model is far below, one that is 16 off is far above. */
    private static final double MAX_NORM = 14.0;
    /** Magnitudes from 128 on are out of range. */
    private static final int SCALE_BITS = 36;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    /** The trainer misbehaves; its worker refuses the result, or the coordinator does. */
    @Test
    void misbehavingTrainerCostsItsTaskAndNothingElse() throws Exception {
        Map<String, String> reasonByWay = new TreeMap<>(Map.of(
                "nan", "not-finite", "infinity", "not-finite", "other-shape", "wrong-tensors",
                "missing-tensor", "wrong-tensors", "far", "norm-too-large", "crash", "trainer-crashed", "flood", "trainer-flooded"));
        List<String> ways = List.copyOf(reasonByWay.keySet());
        try (Consortium consortium = new Consortium(root)) {
            Running coordinator = consortium.serve();
            Site good = honest(consortium, "acme");
            Site bad = joined(consortium, "beta");
            unruly(consortium, bad, ways.toArray(String[]::new));
            consortium.submit(job("unruly", ways.size() + 1), consortium.initialModel(MODEL_BYTES));
            consortium.run(good);
            Running worker = consortium.run(bad);

            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            Map<Long, Observation> verdicts = verdicts(consortium, bad);
            for (int i = 0; i < ways.size(); i++) {
                String reason = reasonByWay.get(ways.get(i));
                Observation observation = verdicts.get(i + 1L);
                assertThat(observation.verdict()).as(ways.get(i)).isEqualTo(Verdict.REFUSED);
                assertThat(observation.reason()).as(ways.get(i)).contains(reason);
                assertThat(observation.acceptedMillis()).as(ways.get(i)).isZero();
                assertThat(worker.said()).as(ways.get(i)).contains("is refused (" + reason);
            }
            assertThat(verdicts.get(ways.size() + 1L).verdict()).as("after all that").isEqualTo(Verdict.ACCEPTED);
            List<RoundClosed> closed = consortium.bodies(RoundClosed.class);
            assertThat(closed).hasSize(ways.size() + 1);
            assertThat(closed.subList(0, ways.size())).allMatch(round -> round.updates() == 1);
            assertThat(closed.getLast().updates()).isEqualTo(2);
            assertThat(worker.runs()).isTrue();
            assertThat(coordinator.runs()).isTrue();
            consortium.audit(bad).expect(0);
        }
    }

    /** A trainer that hangs is killed when its lease ends; the round closes without it, and the next one with it. */
    @Test
    void hangingTrainerHoldsARoundNoLongerThanItsLease() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            consortium.serve();
            Site good = honest(consortium, "acme");
            Site bad = joined(consortium, "beta");
            unruly(consortium, bad, "hang");
            consortium.submit(job("hanging", 2).with("roundSeconds", 15), consortium.initialModel(MODEL_BYTES));
            consortium.run(good);
            Running worker = consortium.run(bad);

            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            List<RoundClosed> closed = consortium.bodies(RoundClosed.class);
            assertThat(closed.getFirst().updates()).isEqualTo(1);
            assertThat(closed.getLast().updates()).isEqualTo(2);
            assertThat(worker.runs()).isTrue();
            assertThat(worker.said()).containsPattern("trainer-timeout|expired");
        }
    }

    /** A worker that does not check what it sends: the coordinator does. The job freezes a tensor, which keeps its bytes. */
    @Test
    void coordinatorRefusesWhatACarelessWorkerSends() throws Exception {
        List<Refused> refused = List.of(
                new Refused("not-finite", update(Float.NaN, WEIGHTS)),
                new Refused("norm-too-large", update(16f, WEIGHTS)),
                new Refused("out-of-range", update(200f, WEIGHTS)),
                new Refused("wrong-layout", update(0.25f, WEIGHTS - 1)),
                new Refused("wrong-layout", withFrozen(update(0.25f, WEIGHTS))),
                new Refused("malformed", "no tensors at all".getBytes(StandardCharsets.UTF_8)),
                new Refused("too-large", update(0.25f, 4 * WEIGHTS)));
        try (Consortium consortium = new Consortium(root)) {
            Running coordinator = consortium.serve();
            Site good = honest(consortium, "acme");
            Site careless = joined(consortium, "beta");
            Path initial = consortium.initialModel(MODEL_BYTES);
            consortium.submit(job("careless", refused.size() + 3).with("maxUpdateBytes", 2 * MODEL_BYTES)
                    .with("trainable", List.of("weight")).with("scales", Map.of("weight", SCALE_BITS)), initial);
            consortium.run(good);
            try (RawWorker raw = new RawWorker(careless, consortium.port())) {
                for (Refused bad : refused) {
                    Task task = raw.task();
                    assertThat(task.getTrainableList()).containsExactly("weight");
                    Observation observation = raw.submit(task, bad.update());
                    assertThat(observation.verdict()).as(bad.reason()).isEqualTo(Verdict.REFUSED);
                    assertThat(observation.reason()).contains(bad.reason());
                    assertThat(observation.detail()).as(bad.reason()).isPresent();
                }
                assertThat(raw.submit(raw.task(), update(Float.NEGATIVE_INFINITY, WEIGHTS)).reason()).contains("not-finite");
                UsageClaim right = raw.claim(raw.task(), raw.store(update(0.25f, WEIGHTS)));
                UsageClaim stale = altered(right, "beta", right.lease(), right.update().orElseThrow());
                assertThat(raw.submit(stale).reason()).contains("wrong-model");
                requireMalformedClaimsRefused(raw, raw.task());
            }
            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            assertThat(consortium.bodies(RoundClosed.class).subList(0, refused.size() + 2))
                    .allMatch(round -> round.updates() == 1);
            assertThat(consortium.bodies(RoundClosed.class).getLast().updates()).isEqualTo(2);
            assertThat(coordinator.runs()).isTrue();
            consortium.audit(good).expect(0);
            Path last = root.resolve("last.safetensors");
            consortium.programs().run("model", "get", "1", "--dir", good.member().toString(), "--out", last.toString()).expect(0);
            assertThat(tensor(last, "bias")).isEqualTo(tensor(initial, "bias"));
            assertThat(tensor(last, "weight")).isNotEqualTo(tensor(initial, "weight"));
        }
    }

    /** Bytes that a worker sends as its update, and why they are refused. */
    private record Refused(String reason, byte[] update) {
    }

    /** Claims that the ledger cannot hold are refused with a word and consume no seq; a right one is still taken. */
    private static void requireMalformedClaimsRefused(RawWorker raw, Task task) throws Exception {
        byte[] update = update(0.5f, WEIGHTS);
        UsageClaim right = raw.claim(task, RawWorker.digest(update));
        assertThat(refusal(raw.answer("garbage".getBytes(StandardCharsets.UTF_8)))).contains("malformed");
        assertThat(refusal(raw.answer(altered(right, "beta", right.lease() - 1, right.model())))).contains("no lease");
        assertThat(refusal(raw.answer(altered(right, "acme", right.lease(), right.model()))))
                .contains("not a usage claim of worker beta/w1");
        CoordinatorMessage wanted = raw.answer(right);
        assertThat(wanted.hasUpdateWanted()).as("%s", wanted).isTrue();
        assertThat(wanted.getUpdateWanted().getDigest()).isEqualTo(right.update().orElseThrow());
        assertThat(raw.submit(task, update).verdict()).isEqualTo(Verdict.ACCEPTED);
    }

    private static String refusal(CoordinatorMessage answer) {
        assertThat(answer.hasClaimRefused()).as("%s", answer).isTrue();
        return answer.getClaimRefused().getReason();
    }

    /** The same claim, of another organization, lease or model. */
    private static UsageClaim altered(UsageClaim claim, String organization, long lease, String model) {
        return new UsageClaim(claim.timeMillis(), organization, claim.worker(), claim.seq(), lease, model, claim.outcome(),
                claim.reason(), claim.detail(), claim.busyMillis(), claim.devices(), claim.steps(), claim.update(),
                claim.lossMillionths(), claim.accuracyMillionths());
    }

    /** An update of the tensor that trains: one value, and zeros. */
    private static byte[] update(float value, int weights) {
        float[] values = new float[weights];
        values[0] = value;
        return FloatTensor.encode(Map.of("weight", new FloatTensor(Shape.of(weights), values)));
    }

    /** The same update with a tensor that the job freezes. */
    private static byte[] withFrozen(byte[] update) throws IOException {
        Map<String, FloatTensor> tensors = new TreeMap<>(FloatTensor.decode(new MemorySource(update)));
        tensors.put("bias", FloatTensor.of(1f, 1f));
        return FloatTensor.encode(tensors);
    }

    private static FloatTensor tensor(Path model, String name) throws IOException {
        return FloatTensor.decode(new MemorySource(Files.readAllBytes(model))).get(name);
    }

    private static JobFile job(String name, int rounds) {
        return new JobFile(name, 2).with("quorum", 1).with("rounds", rounds).with("maxUpdateNorm", MAX_NORM);
    }

    /** The trainer counts its tasks in a folder that outlives its process. */
    private void unruly(Consortium consortium, Site site, String... ways) throws Exception {
        Path counts = Files.createDirectories(root.resolve("counts"));
        site.offerWriter(consortium.port(), UnrulyTrainer.command(counts.resolve("tasks"), ways), counts, "train");
    }

    private static Site honest(Consortium consortium, String organization) throws Exception {
        Site site = joined(consortium, organization);
        site.offerReference(consortium.port(), MODEL_BYTES, 1, "train");
        return site;
    }

    private static Site joined(Consortium consortium, String organization) throws Exception {
        consortium.enroll(organization);
        return consortium.join(organization, "w1");
    }

    /** What the ledger says of a worker's claims, by round. */
    private static Map<Long, Observation> verdicts(Consortium consortium, Site site) throws Exception {
        Map<Long, Long> roundByLease = new HashMap<>();
        consortium.bodies(Lease.class).stream().filter(lease -> lease.workerId().toString().equals(site.id()))
                .forEach(lease -> roundByLease.put(lease.lease(), lease.round()));
        Map<Long, Observation> verdicts = new TreeMap<>();
        consortium.bodies(Observation.class).stream().filter(one -> roundByLease.containsKey(one.lease()))
                .forEach(one -> verdicts.put(roundByLease.get(one.lease()), one));
        return verdicts;
    }
}
