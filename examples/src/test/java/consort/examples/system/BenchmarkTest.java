package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.RunEnded;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A worker measures itself before its first task, and again when it is told to; its work is credited by its score. */
class BenchmarkTest {

    private static final long MODEL_BYTES = 4096;
    /** The trainer reports three quarters of this a step: 20 steps in 120 ms, half as fast as the reference device. */
    private static final long STEP_MILLIS = 8;
    private static final String REFERENCES = "reference: {data: train, steps: 20, stepsPerSecondMilli: 333333}\n";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void workIsCreditedByTheScoreOfTheBenchmark() throws Exception {
        Path references = Files.writeString(root.resolve("references.yaml"), REFERENCES);
        try (Consortium consortium = new Consortium(root, "--references", references.toString())) {
            consortium.serve();
            consortium.enroll("acme");
            Site acme = consortium.join("acme", "w1");
            acme.offerReference(consortium.port(), MODEL_BYTES, STEP_MILLIS, "train");
            consortium.submit(new JobFile("measured", 1).with("steps", 40), consortium.initialModel(MODEL_BYTES));
            Running worker = consortium.run(acme);
            worker.awaitSaid("benchmark of trainer reference is entered: 166.666 steps/s, score 500/1000");
            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            worker.awaitSaid("240 ms count at score 500/1000");
            worker.stop();

            assertThat(consortium.bodies(Observation.class)).singleElement()
                    .satisfies(observation -> assertThat(observation.scoreMilli()).hasValue(500));
            PeriodClose close = consortium.closePeriod();
            assertThat(close.members()).singleElement().extracting(PeriodClose.Line::ngpuMillis).isEqualTo(120L);

            acme.offerReference(consortium.port(), MODEL_BYTES, STEP_MILLIS / 2, "train");
            assertThat(consortium.programs().run("worker", "benchmark", "--dir", acme.folder().toString()).expect(0).out())
                    .contains("score 1000/1000");
            Waiting.until("the second benchmark is published", () -> consortium.bodies(Benchmark.class).size() == 2);
            assertThat(consortium.status().path("workers").path(0).path("scores").path(0).path("scoreMilli").asLong())
                    .isEqualTo(1000);
            consortium.audit(acme).expect(0);
        }
    }
}
