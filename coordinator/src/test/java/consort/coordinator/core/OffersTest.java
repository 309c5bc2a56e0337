package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply.Code;
import consort.coordinator.core.Reply.Refused;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Standing.Level;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.proto.Hello;
import consort.proto.WorkerMessage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job whose trainer or data nobody offers, as far as is known. */
class OffersTest {

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;
    private long session = 1_000;

    @BeforeEach
    void twoMembers() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        beta = pool.member("beta");
    }

    private void connect(WorkerId worker, List<String> trainers, List<String> data) throws IOException {
        pool.step(new Event.Received(worker, ++session, WorkerMessage.newBuilder().setHello(Hello.newBuilder()
                .addAllTrainers(trainers).addAllData(data).setDevices(1)).build()));
    }

    private static JsonObject.Builder job(String trainer, String data) {
        JsonObject.Builder job = JsonObject.builder().put("trainer", trainer).put("data", data);
        Pool.job(1, 1, 2, 1).build().members().forEach((name, value) -> {
            if (!name.equals("trainer") && !name.equals("data")) {
                job.put(name, value);
            }
        });
        return job;
    }

    private static JsonObject.Builder evaluated(JsonObject.Builder job, String data) {
        return job.put("evaluate", JsonObject.builder().put("data", new JsonString(data)).put("seconds", 50).build());
    }

    private void assertRefused(JsonObject.Builder job, String... parts) throws IOException {
        long size = pool.state().size();
        Refused refused = (Refused) pool.ask(pool.submission(job));
        assertThat(refused.code()).isEqualTo(Code.UNFIT);
        assertThat(refused.message()).startsWith("job job cannot fit: ").contains(parts).contains("--await-workers");
        assertThat(estimate(job, false)).as("the dry run says the same").isEqualTo(refused);
        assertThat(pool.state().size()).isEqualTo(size);
    }

    private Reply estimate(JsonObject.Builder job, boolean awaitsWorkers) throws IOException {
        return pool.ask(new Event.EstimateJob(pool.ticket(), JobDocument.read(job.build()).bytes(),
                Optional.of(new Event.ModelFacts(1, 1, 2)), awaitsWorkers));
    }

    private String warning(JsonObject.Builder job, boolean awaitsWorkers) throws IOException {
        byte[] bytes = JobDocument.read(job.build()).bytes();
        Reply.Submitted submitted = (Reply.Submitted) pool.ask(new Event.SubmitJob(pool.ticket(), "operator", bytes, awaitsWorkers));
        assertThat(submitted.run()).isEqualTo(pool.state().runs().lastKey());
        return submitted.warning();
    }

    @Test
    void aMisspelledTrainerIsRefusedWithWhatIsOfferedByWhom() throws IOException {
        connect(acme, List.of("cnn", "mlp"), List.of("train"));
        connect(beta, List.of("cnn"), List.of("train", "test"));
        assertRefused(job("cmn", "train"), "no worker offers trainer cmn (offered are cnn by acme/w1, beta/w1, mlp by acme/w1)");
        assertThat(warning(job("cnn", "train"), false)).isEmpty();
    }

    @Test
    void soIsAMisspelledDataSetToTrainOrToEvaluateOn() throws IOException {
        connect(acme, List.of("cnn"), List.of("train"));
        assertRefused(job("cnn", "trian"), "no worker offers data trian to train on (offered are train by acme/w1)");
        assertRefused(evaluated(job("cnn", "train"), "tets"),
                "no worker offers data tets to evaluate on (offered are train by acme/w1); not here since the coordinator started: beta/w1");
        assertRefused(job("cmn", "trian"), "no worker offers trainer cmn", "; no worker offers data trian to train on");
    }

    @Test
    void oneWorkerMustOfferBoth() throws IOException {
        connect(acme, List.of("cnn"), List.of("train"));
        connect(beta, List.of("mlp"), List.of("test"));
        assertRefused(job("cnn", "test"),
                "no worker offers both trainer cnn (which acme/w1 offers) and data test to train on (which beta/w1 offers)");
    }

    @Test
    void whoWentAwayMayComeBack() throws IOException {
        pool.connect(acme);
        pool.disconnect(acme);
        connect(beta, List.of("mlp"), List.of("other"));
        assertThat(warning(job("cnn", "train"), false)).isEmpty();
    }

    @Test
    void whatAWorkerOffersThatMayTakeNoTasksDoesNotCount() throws IOException {
        pool.connect(acme);
        connect(beta, List.of("mlp"), List.of("other"));
        pool.ask(new Event.SetStanding(pool.ticket(), "acme", Optional.empty(), Level.DRAINING, "a new disk"));
        assertRefused(job("cnn", "train"), "no worker offers trainer cnn (offered are mlp by beta/w1)");
    }

    @Test
    void whereNobodyWasHereItIsSubmittedWithAWarning() throws IOException {
        assertThat(warning(job("cnn", "train"), false)).isEqualTo("no worker that may take tasks was here since the coordinator started,"
                + " so nobody is known to offer trainer cnn and data train; the run waits for workers, at most 60 s (waitSeconds)");
    }

    @Test
    void withTheFlagItIsSubmittedAndWaits() throws IOException {
        connect(acme, List.of("cnn"), List.of("train"));
        Reply.Estimated estimated = (Reply.Estimated) estimate(job("cmn", "train"), true);
        assertThat(estimated.warning()).startsWith("no worker offers trainer cmn")
                .endsWith("; the run waits for workers that do, at most 60 s (waitSeconds)").doesNotContain("--await-workers");
        assertThat(warning(job("cmn", "train"), true)).isEqualTo(estimated.warning());
        assertThat(warning(evaluated(job("cnn", "train"), "tets"), true)).endsWith("; until a worker does, models are not measured");
    }

    @Test
    void manyNamesAndWorkersAreCounted() throws IOException {
        connect(acme, IntStream.range(10, 40).mapToObj(number -> "t" + number).toList(), List.of("train"));
        assertRefused(job("cnn", "train"), "t18 by acme/w1, t19 by acme/w1 and 20 more)");
    }
}
