package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.LedgerFolder;
import consort.ledger.entry.Document;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.Observations.Findings;
import consort.ledger.fold.RoundView;
import consort.ledger.fold.Rounds;
import consort.ledger.fold.RunView;
import consort.model.aggregate.AggregationInput;
import consort.model.aggregate.FedAvg;
import consort.model.aggregate.Lanes;
import consort.model.aggregate.WeightedUpdate;
import consort.model.sum.Scales;
import consort.model.tensor.FloatTensor;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySink;
import consort.model.tensor.MemorySource;
import consort.model.update.Trainable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A round whose updates are real: three workers, of which the third is refused. */
class ReplayCommandTest {

    private static final byte[] INITIAL = model(1, 2, 3);
    private static final List<byte[]> UPDATES = List.of(model(0.5f, -0.25f, 1), model(-1.5f, 2, 0.125f));

    @TempDir
    private Path temporary;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private LedgerBuilder ledger;
    private Path blobs;

    @BeforeEach
    void train() throws IOException {
        blobs = Files.createDirectories(temporary.resolve("blobs-by-name"));
        ledger = new LedgerBuilder(LedgerBuilder.charter());
        for (String organization : List.of("acme", "beta", "carol")) {
            ledger.join(organization, 100, 1);
        }
        ledger.submit(job());
        ledger.round(1, List.of("acme/w1", "beta/w1", "carol/w1"));
        ledger.pass(LedgerBuilder.HOUR_MILLIS);
        claim("acme/w1", UPDATES.get(0));
        claim("beta/w1", UPDATES.get(1));
        ledger.refusedClaim("carol/w1", "norm-too-large");
        Files.write(blobs.resolve("before"), INITIAL);
        Files.write(blobs.resolve("from acme"), UPDATES.get(0));
        Files.write(blobs.resolve("from beta"), UPDATES.get(1));
    }

    @Test
    void theSameModelComesOut() throws IOException {
        close(sha256(sum()));
        assertThat(replay("--round", "1")).isZero();
        assertThat(out.toString()).startsWith("REPLAYED: run 1, round 1: 2 updates, summed by fedavg/1, give the model that entry ")
                .contains(sha256(sum()), "That a device did the work");
    }

    @Test
    void filesAreFoundWhereACoordinatorKeepsThem() throws IOException {
        close(sha256(sum()));
        Path kept = temporary.resolve("coordinator");
        for (byte[] blob : List.of(INITIAL, UPDATES.get(0), UPDATES.get(1))) {
            String digest = sha256(blob);
            Files.write(Files.createDirectories(kept.resolve("blobs").resolve(digest.substring(0, 2))).resolve(digest), blob);
        }
        blobs = kept;
        assertThat(replay("--round", "1", "--json")).isZero();
        assertThat(out.toString()).contains("\"replay\":{\"bytes\":", "\"model\":\"" + sha256(sum()), "\"updates\":2}").hasLineCount(1);
        out.getBuffer().setLength(0);
        blobs = kept.resolve("blobs");
        assertThat(replay("--round", "1")).isZero();
    }

    @Test
    void aModelThatIsNotTheSumIsEvidence() throws IOException {
        String invented = LedgerBuilder.digest("a model from elsewhere");
        long entry = close(invented);
        assertThat(replay("--round", "1")).isEqualTo(60);
        assertThat(out.toString()).startsWith("TAMPERED: tile/entries/000.p/" + ledger.entries.size() + ", entry " + entry
                + ", field model, rule aggregation: expected " + sha256(sum()) + ", found " + invented);
    }

    @Test
    void updatesThatHaveNoSumAreEvidence() throws IOException {
        ledger = new LedgerBuilder(LedgerBuilder.charter());
        for (String organization : List.of("acme", "beta")) {
            ledger.join(organization, 100, 1);
        }
        ledger.submit(job());
        ledger.round(1, List.of("acme/w1", "beta/w1"));
        ledger.pass(LedgerBuilder.HOUR_MILLIS);
        byte[] notFinite = model(Float.NaN, 0, 0);
        Files.write(blobs.resolve("nan"), notFinite);
        claim("acme/w1", notFinite);
        claim("beta/w1", UPDATES.get(1));
        close(LedgerBuilder.digest("whatever"));
        assertThat(replay("--round", "1", "--json")).isEqualTo(60);
        assertThat(out.toString()).contains("no model at all: ", "\"rule\":\"aggregation\"", "\"verdict\":\"tampered\"");
    }

    @Test
    void whatIsMissingIsNamedWithWhoSentIt() throws IOException {
        close(sha256(sum()));
        Files.delete(blobs.resolve("before"));
        Files.write(blobs.resolve("from beta"), model(9, 9, 9));
        assertThat(replay("--round", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("lacks the model before, " + sha256(INITIAL) + ", and the update "
                + sha256(UPDATES.get(1)) + " of beta/w1 (claim ").doesNotContain("acme/w1");
    }

    @Test
    void aRoundThatWasNotClosedIsNamed() throws IOException {
        assertThat(replay("--round", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("round 1 of run 1 was not closed; it has 0 closed rounds of 1");
        close(sha256(sum()));
        assertThat(run("replay", ledgerFolder(), "--run", "9", "--round", "1", "--updates", blobs.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no run 9 in this ledger; it has 1");
    }

    @Test
    void saysHowFarItHasCome() throws IOException {
        close(sha256(sum()));
        FakeScreen slow = new FakeScreen(Duration.ofSeconds(11));
        String[] line = {"replay", ledgerFolder(), "--run", "1", "--round", "1", "--updates", blobs.toString()};
        assertThat(Main.run(slow.file(), new PrintWriter(out, true), new PrintWriter(err, true), line)).isZero();
        int entries = ledger.entries.size();
        assertThat(err.toString().lines()).contains("consort audit replay: " + entries + " of " + entries + " entries read",
                "consort audit replay: 0 of 0 MB of models and updates hashed", "consort audit replay: 0 of 0 MB of the model summed");
        assertThat(Main.run(slow.terminal(), new PrintWriter(out, true), new PrintWriter(err, true), line)).isZero();
        assertThat(slow.bars()).contains("entries read", "MB of models and updates hashed", "MB of the model summed");
    }

    @Test
    void aFolderThatIsNoneIsNamedBeforeTheAudit() throws IOException {
        close(sha256(sum()));
        blobs = temporary.resolve("nowhere");
        assertThat(replay("--round", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("--updates: there is no folder " + blobs);
    }

    private int replay(String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of("replay", ledgerFolder(), "--run", "1", "--updates", blobs.toString()));
        line.addAll(List.of(more));
        return run(line.toArray(String[]::new));
    }

    private int run(String... line) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), line);
    }

    private String ledgerFolder() throws IOException {
        Path folder = temporary.resolve("ledger-" + ledger.entries.size());
        if (!Files.exists(folder)) {
            LedgerFolder.write(ledger, folder);
        }
        return folder.toString();
    }

    private void claim(String worker, byte[] update) {
        UsageClaim claim = ledger.claimOf(worker, 1000);
        ledger.claim(new UsageClaim(claim.timeMillis(), claim.organization(), claim.worker(), claim.seq(), claim.lease(), claim.model(),
                claim.outcome(), Optional.empty(), Optional.empty(), claim.busyMillis(), 1, 50, Optional.of(sha256(update)),
                OptionalLong.of(500_000), OptionalLong.empty()),
                new Findings(Optional.empty(), Optional.empty(), OptionalLong.of(1_000_000)));
    }

    private long close(String model) {
        RunView run = ledger.state.runs().get(1L);
        RoundView round = run.round().orElseThrow();
        ledger.document(Rounds.manifest(run, round));
        return ledger.append(Rounds.close(run, round, model, ledger.nowMillis()), ledger.logKey).index();
    }

    private byte[] sum() throws IOException {
        MemorySink sink = new MemorySink();
        int weight = Math.toIntExact(Rounds.weight(job(), job().steps(), List.of(WorkerId.parse("acme/w1"), WorkerId.parse("beta/w1"),
                WorkerId.parse("carol/w1"))));
        new FedAvg().aggregate(new AggregationInput(new MemorySource(INITIAL),
                List.of(new WeightedUpdate(new MemorySource(UPDATES.get(0)), weight),
                        new WeightedUpdate(new MemorySource(UPDATES.get(1)), weight)),
                Trainable.of(List.of()), Scales.of(Scales.DEFAULT_SHIFT, job().scales()), Limits.DEFAULT), sink, Lanes.inCaller());
        return sink.bytes();
    }

    private static JobDocument job() {
        JobDocument job = LedgerBuilder.job();
        return new JobDocument(job.name(), job.trainer(), sha256(INITIAL), job.trainable(), job.data(), job.rounds(), job.steps(),
                job.seed(), job.weights(), job.cohort(), job.quorum(), job.gatherSeconds(), job.roundSeconds(), job.waitSeconds(),
                job.dropoutSeconds(), job.maxAbandonedRounds(), job.maxUpdateNormMillionths(), job.maxUpdateBytes(),
                job.scales(), job.settings(), job.evaluate(), job.stepWorkMilli(), job.leastSteps());
    }

    private static byte[] model(float... values) {
        return FloatTensor.encode(new TreeMap<>(Map.of("w", FloatTensor.of(values))));
    }

    private static String sha256(byte[] bytes) {
        return Document.digest(bytes);
    }
}
