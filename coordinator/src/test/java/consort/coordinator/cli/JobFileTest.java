package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.JobDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs and configuration as people write them. */
class JobFileTest {

    private static final String DIGEST = "c".repeat(64);
    private static final String JOB = """
            name: fashion
            trainer: fashion-cnn
            data: fashion-train
            rounds: 3
            steps: 60
            seed: 42
            cohort: { min: 2, max: 4 }
            quorum: 2
            roundSeconds: 120
            maxUpdateNorm: 50.5
            settings: { batchSize: 32, optimizer: sgd }
            """;

    @TempDir
    private Path folder;

    @Test
    void readsAJobAndFillsInWhatItLeavesOut() throws IOException {
        JobDocument job = read(JOB, Optional.of(DIGEST));
        assertThat(job.maxUpdateNormMillionths()).isEqualTo(50_500_000);
        assertThat(job.model()).isEqualTo(DIGEST);
        assertThat(job.waitSeconds()).isEqualTo(600);
        assertThat(JobDocument.parse(job.bytes())).isEqualTo(job);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "rounds: 3      | rounds: 0          | 'rounds'",
        "rounds: 3      | rounds: 3.5        | 'rounds'",
        "quorum: 2      | quorum: 3          | 'quorum'",
        "name: fashion  | name: Fashion      | 'name'",
        "seed: 42       | sed: 42            | 'seed' is missing",
        "seed: 42       | {seed: 42          | line",
        "steps: 60      | steps: sixty       | 'steps'",
        "maxUpdateNorm: 50.5 | maxUpdateNorm: 1e-9 | 'maxUpdateNorm'",
        "maxUpdateNorm: 50.5 | maxUpdateNorm: -1   | 'maxUpdateNorm'",
    })
    void namesTheKeyThatIsWrong(String right, String wrong, String named) {
        assertThatThrownBy(() -> read(JOB.replace(right, wrong), Optional.of(DIGEST)))
                .isInstanceOf(CommandException.class).hasMessageContaining("job.yaml").hasMessageContaining(named);
    }

    @Test
    void namesUnknownAndRepeatedKeys() {
        assertThatThrownBy(() -> read(JOB + "colour: red\n", Optional.of(DIGEST))).hasMessageContaining("'colour' is unknown");
        assertThatThrownBy(() -> read(JOB + "steps: 61\n", Optional.of(DIGEST))).hasMessageContaining("steps");
    }

    @Test
    void refusesAModelThatIsNotTheFileGiven() {
        assertThatThrownBy(() -> read(JOB + "model: " + "d".repeat(64) + "\n", Optional.of(DIGEST)))
                .hasMessageContaining(DIGEST).hasMessageContaining("d".repeat(64));
        assertThatThrownBy(() -> read(JOB, Optional.empty())).hasMessageContaining("'model' is missing");
    }

    @Test
    void theConfigurationNamesUnknownKeysAndValuesOutOfBounds() throws IOException {
        Path file = folder.resolve("coordinator.yaml");
        Files.writeString(file, "address: pool.example:7443\nserver: { maxConnections: 5 }\n");
        assertThat(CoordinatorConfig.read(file).server().maxConnections()).isEqualTo(5);
        assertThat(CoordinatorConfig.read(file).listen()).hasToString("0.0.0.0:7443");
        Files.writeString(file, "address: pool.example:7443\nserver: { maxConections: 5 }\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file)).hasMessageContaining("server.maxConections");
        Files.writeString(file, "address: pool.example\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file)).hasMessageContaining("no port");
        Files.writeString(file, "address: pool.example:7443\nloop: { inboxEvents: 1 }\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file)).hasMessageContaining("inboxEvents");
    }

    @Test
    void whatPeersCanHoldByDefaultFitsIntoTheHeapOfTheLauncher() throws IOException {
        Path file = folder.resolve("coordinator.yaml");
        Files.writeString(file, "address: pool.example:7443\n");
        CoordinatorConfig config = CoordinatorConfig.read(file);
        assertThat(config.server().peerBytes(config.inboxEvents())).isBetween(220L << 20, 224L << 20);
    }

    private JobDocument read(String yaml, Optional<String> model) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, yaml);
        return JobFile.read(file, model);
    }
}
