package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Event.ModelFacts;
import consort.coordinator.core.Reply.Code;
import consort.coordinator.core.Reply.Refused;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Entries;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.EstimateDocument.Figure;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An hour of device time costs 36.00 EUR here, borne in equal parts; leases last 100 s. */
class EstimatesTest {

    private static final ModelFacts MODEL = new ModelFacts(1000, 400, 1300);

    private Pool pool;
    private WorkerId acme;

    @BeforeEach
    void twoMembersOneOfThemConnected() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        pool.member("beta");
        pool.connect(acme);
        pool.modelVerdict = new Event.ModelVerdict.Fit(MODEL);
    }

    private EstimateDocument estimate(JsonObject.Builder job) throws IOException {
        return EstimateDocument.parse(((Reply.Estimated) ask(job, Optional.of(MODEL))).estimate());
    }

    private Reply ask(JsonObject.Builder job, Optional<ModelFacts> model) throws IOException {
        return pool.ask(new Event.EstimateJob(pool.ticket(), JobDocument.read(job.build()).bytes(), model));
    }

    private static JsonObject.Builder evaluated(JsonObject.Builder job) {
        return job.put("evaluate", JsonObject.builder().put("data", "test").put("seconds", 50).build());
    }

    @Test
    void boundsFollowFromLeases() throws IOException {
        EstimateDocument estimate = estimate(Pool.job(3, 1, 2, 1));
        assertThat(estimate.modelBytes()).isEqualTo(Figure.exact(1000));
        assertThat(estimate.updateBytes()).isEqualTo(Figure.exact(400));
        assertThat(estimate.wallMillis()).as("gathering is counted").isEqualTo(Figure.atMost(3 * 105_000));
        assertThat(estimate.deviceMillis()).isEqualTo(Figure.atMost(3 * 2 * 100_000));
        assertThat(estimate.diskBytes()).as("with the initial model").isEqualTo(Figure.atMost(4 * 1000 + 3 * 2 * 400));
        assertThat(estimate.deviceMemoryBytes()).isEqualTo(Figure.atLeast(1300));
        assertThat(estimate.poolMinor()).isEqualTo(Figure.atMost(600));
        assertThat(estimate.workers()).isEqualTo(2);
        assertThat(estimate.unseenWorkers()).isEqualTo(1);
        assertThat(estimate.members()).containsExactly(line("acme"), line("beta"));
    }

    private static EstimateDocument.Line line(String organization) {
        return new EstimateDocument.Line(organization, 1, Figure.atMost(300_000), Figure.atMost(3000), Figure.atMost(1200),
                Figure.atMost(300), Figure.atMost(300));
    }

    @Test
    void evaluationsCountWhereTheJobMeasures() throws IOException {
        EstimateDocument estimate = estimate(evaluated(Pool.job(3, 1, 1, 1)));
        assertThat(estimate.wallMillis()).as("a full cohort is not waited for").isEqualTo(Figure.atMost(3 * 150_000));
        assertThat(estimate.deviceMillis()).isEqualTo(Figure.atMost(3 * 150_000));
        assertThat(estimate.line("acme").orElseThrow().downBytes()).as("and the last model").isEqualTo(Figure.atMost(4000));
    }

    @Test
    void aWorkerThatDoesNotOfferWhatItTakesIsNotCounted() throws IOException {
        JsonObject.Builder job = with(Pool.job(1, 1, 2, 1), "data", new JsonString("another-set"));
        EstimateDocument estimate = EstimateDocument.parse(((Reply.Estimated) pool.ask(new Event.EstimateJob(pool.ticket(),
                JobDocument.read(job.build()).bytes(), Optional.of(MODEL), true))).estimate());
        assertThat(estimate.workers()).as("beta was not seen and may").isEqualTo(1);
        assertThat(estimate.line("acme").orElseThrow().deviceMillis()).isEqualTo(Figure.atMost(0));
    }

    private static JsonObject.Builder with(JsonObject.Builder job, String field, JsonValue value) {
        JsonObject.Builder changed = JsonObject.builder().put(field, value);
        job.build().members().forEach((name, present) -> {
            if (!name.equals(field)) {
                changed.put(name, present);
            }
        });
        return changed;
    }

    @Test
    void theEstimateStandsInTheLedgerAndNothingDoesAfterADryRun() throws IOException {
        long size = pool.state().size();
        EstimateDocument dry = EstimateDocument.parse(((Reply.Estimated) ask(Pool.job(1, 1, 1, 1), Optional.empty())).estimate());
        assertThat(pool.state().size()).isEqualTo(size);
        Reply.Submitted submitted = (Reply.Submitted) pool.ask(pool.submission(Pool.job(1, 1, 1, 1)));
        assertThat(EstimateDocument.parse(submitted.estimate())).isEqualTo(dry);
        assertThat(pool.state().plan(1)).contains(dry);
        pool.restart();
        assertThat(pool.state().plan(1)).contains(dry);
        Reply.Status status = (Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()));
        assertThat(status.json()).contains("\"account\":{\"actual\":{\"acceptedMillis\":0", "\"planned\":{\"currency\":\"EUR\"");
    }

    /** The reference device does 5 steps a second; ten steps of the benchmark take acme 4 s, so 5 steps of a task 2 s. */
    private void measured(Pool made) throws IOException {
        pool = made;
        acme = pool.member("acme");
        pool.modelVerdict = new Event.ModelVerdict.Fit(MODEL);
        pool.ask(new Event.AppendEntry(pool.ticket(), Subject.of(acme), Entries.sign("example.org",
                new Benchmark(1_700_000_000_000L, "acme", "w1", 1, "cnn", 10, 4_000, 1, Pool.MODEL), Pool.workerKey(acme))));
        pool.connect(acme);
    }

    @Test
    void measuredSpeedsTakeThePlaceOfBounds() throws IOException {
        measured(Pool.withReference());
        EstimateDocument estimate = estimate(evaluated(Pool.job(1_000, 1, 1, 1)));
        assertThat(estimate.wallMillis()).as("without evaluations").isEqualTo(Figure.measured(2_000_000));
        assertThat(estimate.deviceMillis()).isEqualTo(Figure.measured(2_000_000));
        assertThat(estimate.poolMinor()).as("at half the reference's speed").isEqualTo(Figure.measured(1_000));
    }

    @Test
    void whoeverMustStillComeIsCountedWithOneDevice() throws IOException {
        measured(Pool.withReference());
        pool.invite("beta");
        EstimateDocument estimate = estimate(Pool.job(1_000, 2, 2, 2));
        assertThat(estimate.workers()).isEqualTo(2);
        assertThat(estimate.unseenWorkers()).isEqualTo(1);
        assertThat(estimate.wallMillis()).isEqualTo(Figure.atMost(100_000_000));
        assertThat(estimate.deviceMillis()).as("2 s by measure, 100 s by lease").isEqualTo(Figure.atMost(102_000_000));
        assertThat(estimate.poolMinor()).as("1 s each, and a tenth for the unknown").isEqualTo(Figure.atMost(2_100));
    }

    // ---- what cannot fit

    @Test
    void refusesLeasesThatMeasuredTasksDoNotFitInto() throws IOException {
        measured(Pool.withReference());
        assertUnfit(with(Pool.job(1, 1, 1, 1), "roundSeconds", new JsonInteger(1)),
                "a lease lasts 1 s (roundSeconds), and by their benchmarks a task takes acme/w1 2 s");
    }

    @Test
    void namesTenOfManySlowWorkersAndCountsTheRest() throws IOException {
        pool = Pool.withReference();
        pool.invite("acme");
        pool.enroll("acme");
        for (int i = 1; i <= 12; i++) {
            WorkerId worker = new WorkerId("acme", "w" + (10 + i));
            pool.ask(new Event.AppendEntry(pool.ticket(), "acme", pool.workerInvite(worker, i + 1)));
            pool.ask(new Event.EnrollWorker(pool.ticket(), Pool.inviteHash(worker.toString()), pool.workerKeyEntry(worker)));
            pool.ask(new Event.AppendEntry(pool.ticket(), Subject.of(worker), Entries.sign("example.org", new Benchmark(
                    1_700_000_000_000L, "acme", worker.worker(), 1, "cnn", 10, 4_000, 1, Pool.MODEL), Pool.workerKey(worker))));
        }
        assertUnfit(with(Pool.job(1, 1, 12, 1), "roundSeconds", new JsonInteger(1)),
                "acme/w19 2 s, acme/w20 2 s and 2 more; raise roundSeconds");
    }

    @Test
    void refusesWhatCostsAMemberMoreThanTheChartersMaximum() throws IOException {
        measured(Pool.withReference(999));
        assertUnfit(Pool.job(1_000, 1, 1, 1), "acme would bear about 10.00 EUR of it by measured speeds, and the charter's maximum"
                + " for a period is 9.99");
        assertThat(ask(Pool.job(999, 1, 1, 1), Optional.of(MODEL))).isInstanceOf(Reply.Estimated.class);
    }

    private void assertUnfit(JsonObject.Builder job, String message) throws IOException {
        long size = pool.state().size();
        Refused refused = (Refused) pool.ask(pool.submission(job));
        assertThat(refused.code()).isEqualTo(Code.UNFIT);
        assertThat(refused.message()).startsWith("job job cannot fit: ").contains(message);
        assertThat(ask(job, Optional.of(MODEL))).isEqualTo(refused);
        assertThat(pool.state().size()).isEqualTo(size);
    }

    private void store(long usedBytes, long maxBlobBytes, long maxBytes, long freeBytes) {
        pool.surroundings = new Ephemeral.Surroundings(Map.of(), 0, new Ephemeral.Storage(
                usedBytes, maxBlobBytes, maxBytes, freeBytes, Retention.Policy.EVERYTHING, blob -> 0),
                Memory.AMPLE);
    }

    @Test
    void refusesWhatTheDiskCannotHold() throws IOException {
        store(0, 1000, 100_000, 5_199);
        assertUnfit(Pool.job(3, 1, 2, 1), "take at least 6400 bytes of disk, and there is room for 5199");
        store(95_000, 1000, 100_000, 50_000);
        assertUnfit(Pool.job(3, 1, 2, 1), "there is room for 5000");
        store(0, 1000, 100_000, 6_400);
        assertThat(ask(Pool.job(3, 1, 2, 1), Optional.of(MODEL))).isInstanceOf(Reply.Estimated.class);
    }

    @Test
    void refusesModelsAndUpdatesBeyondTheirLimits() throws IOException {
        store(0, 999, 100_000, 50_000);
        assertUnfit(Pool.job(1, 1, 2, 1), "its model has 1000 bytes, and blobs.maxBlobBytes is 999");
        pool.modelVerdict = new Event.ModelVerdict.Fit(new ModelFacts(900, 1001, 2000));
        Refused refused = (Refused) pool.ask(pool.submission(Pool.job(1, 1, 2, 1)));
        assertThat(refused.message()).contains("each update would have 1001 bytes, and the job's maxUpdateBytes is 1000");
    }

    @Test
    void refusesMoreWorkersThanThereAreUnlessTheyMayCome() throws IOException {
        assertUnfit(Pool.job(1, 3, 3, 3), "at least 3 workers (cohort.min), and there are 2 enrolled and 0 invited");
        pool.ask(new Event.AppendEntry(pool.ticket(), "acme", pool.workerInvite(new WorkerId("acme", "w2"), 3)));
        assertThat(ask(Pool.job(1, 3, 3, 3), Optional.of(MODEL))).isInstanceOf(Reply.Estimated.class);
        assertUnfit(Pool.job(1, 4, 4, 4), "2 enrolled and 1 invited");
        pool.invite("carol");
        assertThat(ask(Pool.job(1, 4, 4, 4), Optional.of(MODEL))).as("who may bring many").isInstanceOf(Reply.Estimated.class);
    }

    @Test
    void refusesWhatCouldCostMoreThanTheLedgerCanHold() throws IOException {
        JsonObject.Builder endless = with(Pool.job(1_000_000, 1, 2, 1), "roundSeconds", new JsonInteger(2_592_000));
        assertThat(ask(endless, Optional.of(MODEL))).as("two devices for 82,000 years").isInstanceOf(Reply.Estimated.class);
        pool = new Pool(0, 1_000_000_000_000L);
        pool.member("acme");
        assertUnfit(with(Pool.job(1_000_000, 1, 1, 1), "roundSeconds", new JsonInteger(2_592_000)),
                "could cost more than the ledger can hold");
    }
}
