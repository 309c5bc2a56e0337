package consort.worker.folder;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.settings.SettingsException;
import consort.worker.policy.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The file {@code worker.yaml}. */
class WorkerConfigFuzzTest extends DecoderFuzzTest {

    private static final long WALL_MILLIS = 1_700_000_000_000L;

    private final Path file = Files.createTempFile("worker", ".yaml");

    WorkerConfigFuzzTest() throws IOException {
        file.toFile().deleteOnExit();
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of("# nothing\n".getBytes(StandardCharsets.UTF_8), """
                coordinator: pool.example:7443
                devices: 2
                trainers:
                  cnn: { command: [ consort, trainer, djl ], environment: { OMP_NUM_THREADS: 1 }, pass: [ PATH ] }
                data: { train: shards/train, test: /srv/test }
                limits: { cacheBytes: 2 GiB, modelBytes: 1000000 }
                isolation: required
                proxy: http://user:word@proxy.example:3128
                policy:
                  jobs: { submitters: [ operator ], digests: [ %s ] }
                  models: [ %s ]
                  hours: "20:00-06:00"
                  days: [ mon, fri ]
                  zone: Europe/Berlin
                  budget: { hoursPerDay: 8, hoursPerMonth: 120, amountMinorPerMonth: 50000 }
                bandwidth: { upBytesPerSecond: 2 MiB, downBytesPerSecond: 8 MiB }
                """.formatted("a".repeat(64), "b".repeat(64)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected List<String> words() {
        return List.of("\"\\0\"", "\"\\ud800\"", "-1", "999999999999999 GiB", ".nan", "!!binary ", "&a ", "*a", "<<: ", "? ", "---\n",
                "[[[[[[[[", "{a: {a: ", "~", "1_000", "policy: ", "hours: ", "\"00:00-24:00\"", "zone: ", "UTC+18", "days: [ sun ]", "budget: ", "1000000");
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
        WorkerConfig config;
        try {
            config = WorkerConfig.read(file);
        } catch (SettingsException refused) {
            assertThat(refused.getMessage()).contains(file.toString());
            return false;
        }
        assertThat(config.devices()).isBetween(1, 1024);
        assertThat(config.data().values()).allMatch(Path::isAbsolute);
        assertThat(config.trainers().values()).noneMatch(trainer -> trainer.command().isEmpty());
        config.trainers().values().forEach(trainer -> new ProcessBuilder().environment().putAll(trainer.environment()));
        Policy policy = config.policy();
        assertThat(policy.models()).allMatch(digest -> digest.matches("[0-9a-f]{64}"));
        assertThat(policy.jobs().digests()).allMatch(digest -> digest.matches("[0-9a-f]{64}"));
        policy.hours().ifPresent(hours -> assertThat(hours.closesMillis(WALL_MILLIS).orElse(Long.MAX_VALUE)).isGreaterThan(WALL_MILLIS));
        assertThat(Stream.of(policy.budget().dayMillis(), policy.budget().monthMillis()).flatMapToLong(OptionalLong::stream))
                .allMatch(millis -> millis >= 0);
        assertThat(config.limits().modelBytes()).isBetween(0L, config.limits().cacheBytes());
        return true;
    }
}
