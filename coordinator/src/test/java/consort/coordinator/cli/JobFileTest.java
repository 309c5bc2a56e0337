package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.JobDocument;
import consort.settings.Environment;
import consort.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs and configuration as people write them. */
class JobFileTest {

    private static final Path OPERATE = Path.of("../docs/operate.md");
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
            settings: { batchSize: 32, warmUpSteps: 5 }
            """;

    @TempDir
    private Path folder;

    @Test
    void readsAJobAndFillsInWhatItLeavesOut() throws IOException {
        JobDocument job = read(JOB, Optional.of(DIGEST));
        assertThat(job.maxUpdateNormMillionths()).isEqualTo(50_500_000);
        assertThat(job.model()).isEqualTo(DIGEST);
        assertThat(job.leastSteps()).as("an eighth of the steps").hasValue(7);
        assertThat(job.waitSeconds()).as("a week").isEqualTo(604_800);
        assertThat(JobDocument.parse(job.bytes())).isEqualTo(job);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "rounds: 3      | rounds: 0          | line 4: rounds does not fit",
        "rounds: 3      | rounds: 3.5        | line 4: rounds must be",
        "quorum: 2      | quorum: 3          | line 8: quorum does not fit",
        "name: fashion  | name: Fashion      | 'name'",
        "seed: 42       | sed: 42            | job.yaml, line 6: unknown key \"sed\"; did you mean seed?",
        "seed: 42       | zebra: 42          | line 6: unknown key \"zebra\" (known here: cohort, data,",
        "min: 2,        | minimum: 2,        | line 7: unknown key \"cohort.minimum\" (known here: max, min)",
        "seed: 42       | seed: [42          | line 7, column 7: expected",
        "seed: 42       | seed: 5: 6         | line 6, column 8: mapping values are not allowed here",
        "seed: 42       | 'seed: \"42'       | found unexpected end of stream",
        "seed: 42       | seed: ~            | line 6: seed has no value",
        "steps: 60      | steps: sixty       | 'steps'",
        "warmUpSteps: 5 | optimizer: sgd     | line 11: settings.optimizer does not fit: expected an integer",
        "maxUpdateNorm: 50.5 | maxUpdateNorm: 1e-9 | line 10: maxUpdateNorm must be",
        "maxUpdateNorm: 50.5 | maxUpdateNorm: -1   | 'maxUpdateNorm'",
    })
    void namesTheKeyThatIsWrong(String right, String wrong, String named) {
        assertThatThrownBy(() -> read(JOB.replace(right, wrong), Optional.of(DIGEST)))
                .isInstanceOf(SettingsException.class).hasMessageContaining("job.yaml").hasMessageContaining(named);
    }

    @Test
    void namesUnknownAndRepeatedKeys() {
        assertThatThrownBy(() -> read(JOB + "colour: red\n", Optional.of(DIGEST))).hasMessageContaining("unknown key \"colour\"")
                .hasMessageContainingAll("trainable", "scales", "evaluate", "maxUpdateNorm,");
        assertThatThrownBy(() -> read(JOB + "steps: 61\n", Optional.of(DIGEST))).hasMessageContaining("steps");
    }

    @Test
    void aTaskIsNotShortenedToMoreStepsThanItHas() throws IOException {
        assertThatThrownBy(() -> read(JOB + "leastSteps: 61\n", Optional.of(DIGEST))).hasMessageContaining("line 12: leastSteps does not fit");
        assertThat(read(JOB + "leastSteps: 60\n", Optional.of(DIGEST)).fewestSteps()).isEqualTo(60);
    }

    @Test
    void refusesAModelThatIsNotTheFileGiven() {
        assertThatThrownBy(() -> read(JOB + "model: " + "d".repeat(64) + "\n", Optional.of(DIGEST)))
                .hasMessageContaining(DIGEST).hasMessageContaining("d".repeat(64));
        assertThatThrownBy(() -> read(JOB, Optional.empty())).hasMessageContaining("--model FILE");
    }

    @Test
    void aFileThatIsNoTextIsToldAsSuch() throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
        assertThatThrownBy(() -> JobFile.read(file, Optional.empty())).hasMessageContaining("job.yaml").hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> JobFile.read(folder, Optional.empty())).hasMessageContaining("directory");
    }

    @Test
    void theConfigurationHasEveryKeyThatItsPageDescribesWithThatDefault() throws IOException {
        List<String> yaml = new ArrayList<>(List.of("address: pool.example:7443"));
        Matcher rows = Pattern.compile("(?m)^\\| `(\\w+)\\.(\\w+)` \\| ([0-9]+) \\|").matcher(Files.readString(OPERATE));
        Map<String, String> sections = new TreeMap<>();
        while (rows.find()) {
            sections.merge(rows.group(1), rows.group(2) + ": " + rows.group(3), (one, other) -> one + ", " + other);
        }
        sections.forEach((section, keys) -> yaml.add(section + ": { " + keys + " }"));
        assertThat(sections).containsOnlyKeys("server", "loop", "blobs", "retention", "work", "certificates", "benchmarks");
        Path file = folder.resolve("coordinator.yaml");
        Files.write(file, yaml);
        CoordinatorConfig documented = CoordinatorConfig.read(file);
        Files.write(file, yaml.subList(0, 1));
        assertThat(documented).isEqualTo(CoordinatorConfig.read(file));
    }

    @Test
    void theConfigurationNamesUnknownKeysAndValuesOutOfBounds() throws IOException {
        Path file = folder.resolve("coordinator.yaml");
        Files.writeString(file, "address: pool.example:7443\nserver: { maxConnections: 5 }\n");
        assertThat(CoordinatorConfig.read(file).server().maxConnections()).isEqualTo(5);
        assertThat(CoordinatorConfig.read(file).listen()).hasToString("0.0.0.0:7443");
        Files.writeString(file, "address: pool.example:7443\nserver: { maxConections: 5 }\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file)).hasMessageContainingAll("coordinator.yaml, line 2",
                "\"server.maxConections\"; did you mean maxConnections?", "callThreads");
        Files.writeString(file, "address: pool.example:7443\nserver.maxConnections: 5\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file)).hasMessageContainingAll("coordinator.yaml, line 2",
                "\"server.maxConnections\" is written nested: a line \"server:\", and below it, indented, \"maxConnections: 5\"");
        Files.writeString(file, "adress: pool.example:7443\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file)).hasMessageContaining("did you mean address?");
        Files.writeString(file, "address: pool.example\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file)).hasMessageContaining("line 1: address is no address: the address \"pool.example\" has no port");
        Files.writeString(file, "address: pool.example:7443\nloop:\n  inboxEvents: 1\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file))
                .hasMessageContaining("coordinator.yaml, line 3: loop.inboxEvents must be an integer from 16 to 1000000, not 1");
        Files.writeString(file, "listen: pool.example:7443\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file)).hasMessageContaining("coordinator.yaml: address is missing");
    }

    @Test
    void theEnvironmentSetsAnyKeyOfTheConfiguration() throws IOException {
        Path file = folder.resolve("coordinator.yaml");
        Files.writeString(file, "address: pool.example:7443\nserver: { maxConnections: 5, callThreads: 3 }\n");
        CoordinatorConfig config = CoordinatorConfig.read(file, Map.of("CONSORT_SERVER_MAX_CONNECTIONS", "7",
                "CONSORT_ADDRESS", "other.example:1", "CONSORT_RETENTION_UPDATE_ROUNDS", "2", "CONSORT_JAVA_OPTS", "-Xmx1g",
                "CONSORT_COORDINATOR_DIR", "pool", "CONSORT_NO_BUILD", "1", "CONSORT_PYTHON", "python3", "CONSORT_TRAINER_SOCKET", "s"));
        assertThat(config.server().maxConnections()).isEqualTo(7);
        assertThat(config.callThreads()).isEqualTo(3);
        assertThat(config.address()).hasToString("other.example:1");
        assertThat(config.retention().updateRounds()).isEqualTo(2);
    }

    @Test
    void everyDocumentedKeyHasItsVariable() throws IOException {
        Matcher rows = Pattern.compile("(?m)^\\| `((?:\\w+\\.)?\\w+)` \\|").matcher(
                section(Files.readString(OPERATE), "## coordinator.yaml"));
        List<String> variables = new ArrayList<>();
        while (rows.find()) {
            variables.add(Environment.variable(rows.group(1)));
        }
        assertThat(variables).contains("CONSORT_ADMIN_LISTEN", "CONSORT_SERVER_CALLS_PER_SECOND_PER_PEER");
        Map<String, Set<String>> places = CoordinatorConfig.KEYS.byPlace();
        List<String> known = places.entrySet().stream().flatMap(place -> place.getValue().stream()
                .map(key -> place.getKey().isEmpty() ? key : place.getKey() + "." + key))
                // A witness has a name of its own, so that no variable can stand for its keys.
                .filter(key -> !places.containsKey(key) && !key.equals("witnesses")).map(Environment::variable).toList();
        assertThat(variables).as("every key stands in the table").containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void aWrongValueIsNamedWithItsVariable() throws IOException {
        Path file = folder.resolve("coordinator.yaml");
        Files.writeString(file, "address: pool.example:7443\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file, Map.of("CONSORT_LOOP_INBOX_EVENTS", "1", "CONSORT_WORK_THREADS", "3")))
                .hasMessageContainingAll("the environment's CONSORT_LOOP_INBOX_EVENTS: ", "inboxEvents", "1");
        assertThatThrownBy(() -> CoordinatorConfig.read(file, Map.of("CONSORT_WORK_THREADS", "many")))
                .hasMessageContainingAll("the environment's CONSORT_WORK_THREADS: ", "threads");
        assertThatThrownBy(() -> CoordinatorConfig.read(file, Map.of("CONSORT_SERVER_MAXCONNECTIONS", "3")))
                .hasMessageContainingAll("CONSORT_SERVER_MAXCONNECTIONS", "no key of 'server'", "CONSORT_SERVER_MAX_CONNECTIONS");
        Files.writeString(file, "address: pool.example\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file, Map.of("CONSORT_WORK_THREADS", "3")))
                .hasMessageStartingWith(file.toString());
    }

    private static String section(String page, String heading) {
        String from = page.substring(page.indexOf(heading) + heading.length());
        return from.substring(0, from.indexOf("\n## "));
    }

    private JobDocument read(String yaml, Optional<String> model) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, yaml);
        return JobFile.read(file, model);
    }
}
