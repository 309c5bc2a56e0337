package consort.worker.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.Document;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.json.JsonObject;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import consort.trainer.protocol.reference.ReferenceModel;
import consort.trainer.protocol.reference.ReferenceTrainer;
import consort.worker.benchmark.Measuring.Measured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Benchmarks on real trainer processes. */
@Timeout(600)
class TrainerBenchmarkTest {

    private static final int MODEL_BYTES = 40_000;

    @TempDir
    private Path folder;

    private TrainerBenchmark benchmark;

    @BeforeEach
    void start() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Map<String, List<String>> commands = Map.of("reference", ReferenceTrainer.command(MODEL_BYTES, 4),
                "slow", ReferenceTrainer.command(MODEL_BYTES, 20_000), "crashing", List.of("/bin/sh", "-c", "exit 3"));
        benchmark = new TrainerBenchmark(name -> new TrainerProcess(new TrainerCommand(commands.get(name), System.getenv(),
                folder, folder.resolve(name + ".log")), TrainerLimits.DEFAULT), Map.of("set", data), folder.resolve("work"));
    }

    private static ReferenceSpeed reference(String trainer) {
        return new ReferenceSpeed(trainer, "set", 20, 5_000, JsonObject.builder().put("batchSize", 32).build());
    }

    @Test
    void takesTheTimeThatAClaimWouldAndNamesTheModel() throws Exception {
        Optional<Measured> measured = benchmark.measure(reference("reference"), () -> false);
        String model = Document.digest(ReferenceModel.initial(0, MODEL_BYTES));
        assertThat(measured).contains(new Measured(ReferenceTrainer.busyMillis(20, 4), model));
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    @Test
    void endsWithoutAResultWhenTheDeviceIsTakenBack() throws Exception {
        long startedNanos = System.nanoTime();
        assertThat(benchmark.measure(reference("slow"), () -> System.nanoTime() - startedNanos > 2_000_000_000L)).isEmpty();
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    @Test
    void saysWhyATrainerDoesNotDoIt() {
        assertThatThrownBy(() -> benchmark.measure(reference("crashing"), () -> false))
                .isInstanceOf(BenchmarkFailedException.class).hasMessageContaining("exit");
    }
}
