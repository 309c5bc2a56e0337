package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.entry.JobDocument;
import consort.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Jobs as people write them, or pass them on. */
class JobFileFuzzTest extends DecoderFuzzTest {

    private static final String MODEL = "c".repeat(64);
    private static final String JOB = """
            name: fashion
            trainer: cnn
            data: train
            rounds: 3
            steps: 60
            seed: 42
            cohort: { min: 2, max: 4 }
            quorum: 2
            roundSeconds: 120
            maxUpdateNorm: 50.5
            """;

    private final Path file = Files.createTempFile("job", ".yaml");

    JobFileFuzzTest() throws IOException {
        file.toFile().deleteOnExit();
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of(JOB.getBytes(StandardCharsets.UTF_8), (JOB + """
                weights: equal   # all alike
                trainable: [ "head.weight", 'head.bias' ]
                scales: { running_var: 24 }
                settings:
                  batchSize: 32
                  warmUpSteps: 5
                evaluate:
                  data: test
                  seconds: 60
                """).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected List<String> words() {
        return List.of("maxUpdateNorm: ", "1e400", "1e-2147483648", "-9223372036854775808", "0x7fffffffffffffff", ".nan", ".inf",
                "\"\\ud800\"", "\"\\0\"", "!!binary ", "!!float ", "&a ", "*a", "<<: ", "? ", "---\n", "[[[[[[[[", "{a: {a: ", "|+\n ",
                "~", "1_000", "\ufeff");
    }

    /** The parser keeps every token of a YAML file with its places. */
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (2L << 20) + 4096L * inputBytes;
    }

    @Override
    protected int quickRuns() {
        return 1500;
    }

    @Override
    protected String guidedBy() {
        return "consort.**:org.yaml.snakeyaml.**:com.fasterxml.jackson.dataformat.yaml.**";
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        Files.write(file, input);
        JobDocument job;
        try {
            job = JobFile.read(file, Optional.of(MODEL));
        } catch (SettingsException refused) {
            assertThat(refused.getMessage()).startsWith(file.toString());
            return false;
        }
        assertThat(JobDocument.parse(job.bytes())).isEqualTo(job);
        assertThat(job.model()).isEqualTo(MODEL);
        return true;
    }
}
