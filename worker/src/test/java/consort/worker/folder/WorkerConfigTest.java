package consort.worker.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.settings.SettingsException;
import consort.worker.network.Route;
import consort.worker.policy.Budget;
import consort.worker.policy.Hours;
import consort.worker.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerConfigTest {

    @TempDir
    private Path folder;

    @Test
    void readsWhatASiteOffers() throws IOException {
        WorkerConfig config = read("""
                coordinator: pool.example:7443
                devices: 2
                trainers:
                  cnn: { command: [ consort, trainer, djl ], environment: { OMP_NUM_THREADS: 1 }, pass: [ PATH ] }
                data: { train: shards/train, test: /srv/test }
                limits: { cacheBytes: 2 GiB, modelBytes: 1000000 }
                """);

        assertThat(config.coordinator()).hasValueSatisfying(address -> assertThat(address).hasToString("pool.example:7443"));
        assertThat(config.devices()).isEqualTo(2);
        assertThat(config.trainers().get("cnn").environment()).containsEntry("OMP_NUM_THREADS", "1");
        assertThat(config.data()).containsEntry("train", folder.resolve("shards/train")).containsEntry("test", Path.of("/srv/test"));
        assertThat(config.limits()).isEqualTo(new WorkerConfig.Limits(2L << 30, 1_000_000, WorkerConfig.Limits.DEFAULT.updateBytes()));
    }

    @Test
    void anEmptyFileOffersNothing() throws IOException {
        assertThat(read("# nothing\n").trainers()).isEmpty();
    }

    @Test
    void namesTheKeyItDoesNotKnow() {
        assertRefused("devcies: 2\n", "unknown key \"devcies\"");
        assertRefused("limits: { diskBytes: 1 }\n", "unknown key \"limits.diskBytes\"");
        assertRefused("trainers:\n  cnn:\n    comand: [ x ]\n", "worker.yaml, line 3: unknown key \"trainers.cnn.comand\";"
                + " did you mean command? (known here: command, environment, pass");
        assertRefused("devices: none\ntrainer: {}\n", "line 2: unknown key \"trainer\"; did you mean trainers?"
                + " (known here: coordinator, proxy, devices, trainers, data, limits");
        assertRefused("zzz: 1\n", "\"zzz\" (known here: ");
        assertRefused("trainers: { cnn: { command: [ x ], shell: true } }\n", "unknown key \"trainers.cnn.shell\"");
    }

    @Test
    void namesTheValueItCannotUse() {
        assertRefused("devices: 0\n", "devices must be an integer from 1 to 1024, not 0");
        assertRefused("devices: many\n", "not \"many\"");
        assertRefused("limits: { cacheBytes: 20 TB }\n", "not \"20 TB\"");
        assertRefused("limits: { cacheBytes: 10, modelBytes: 11 }\n", "more than the cache of 10 bytes");
        assertRefused("coordinator: nowhere\n", "coordinator is no address");
        assertRefused("data: { Train: x }\n", "\"Train\"");
        assertRefused("data: [ x ]\n", "data must be a mapping");
        assertRefused("data: { a: x, a: y }\n", "line 1");
        assertRefused("{", "line ");
        assertRefused("- a\n", "must be a mapping");
    }

    @Test
    void namesTheLineOfWhatIsWrong() {
        assertRefused("devices: 1\n\nlimits:\n  cacheBytes: 20 TB\n", "line 4: limits.cacheBytes must be");
        assertRefused("trainers:\n  cnn: {}\n", "line 2: trainers.cnn.command must be a list");
        assertRefused("devices: 1\n\ttrainers: {}\n", "line 2, column 1: found character '\\t(TAB)'");
        assertRefused("trainers:\n  a: [ x\ndata: {}\n", "line 3, column 5: expected ',' or ']'");
    }

    @Test
    void saysWhatIsWrongOnOneLine() {
        assertThatThrownBy(() -> read("trainers:\n  a: [ x\ndata: {}\n"))
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(1));
    }

    private void assertRefused(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml)).as(yaml).isInstanceOf(SettingsException.class)
                .hasMessageContaining("worker.yaml").hasMessageContaining(message);
    }

    @Test
    void readsAPolicy() throws IOException {
        WorkerConfig config = read("""
                isolation: required
                bandwidth: { upBytesPerSecond: 1 MiB }
                policy:
                  jobs: { submitters: [ operator ] }
                  models: [ %s ]
                  hours: "20:00-06:00"
                  days: [ fri, sat ]
                  zone: Europe/Berlin
                  budget: { hoursPerDay: 8, hoursPerMonth: 100, amountMinorPerMonth: 50000 }
                """.formatted("a".repeat(64)));

        assertThat(config.isolation()).isEqualTo(IsolationMode.REQUIRED);
        assertThat(config.bandwidth()).isEqualTo(new Bandwidth(1 << 20, 0));
        Policy policy = config.policy();
        assertThat(policy.jobs().allow("b".repeat(64), "operator")).isTrue();
        assertThat(policy.models()).containsExactly("a".repeat(64));
        assertThat(policy.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(policy.hours()).contains(new Hours(LocalTime.of(20, 0), LocalTime.of(6, 0),
                Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY), policy.zone()));
        assertThat(policy.budget()).isEqualTo(new Budget(OptionalLong.of(8 * 3_600_000L), OptionalLong.of(360_000_000),
                OptionalLong.of(50_000), 0));
    }

    @Test
    void namesWhatIsWrongWithAPolicy() {
        assertRefused("isolation: maybe\n", "it can be required, preferred, none");
        assertRefused("policy: { hours: \"8 to 5\" }\n", "write a window of local time");
        assertRefused("policy: { hours: \"25:00-06:00\" }\n", "write a window of local time");
        assertRefused("policy: { days: [ monday ] }\n", "days are mon, tue");
        assertRefused("policy: { zone: Berlin }\n", "which is no zone");
        assertRefused("policy: { jobs: { digests: [ abc ] } }\n", "which is no digest");
        assertRefused("policy: { budget: { hoursPerDay: -2 } }\n", "hoursPerDay must be an integer from 0");
        assertRefused("policy: { budget: { hoursPerWeek: 2 } }\n", "hoursPerWeek");
        assertRefused("bandwidth: { downBytesPerSecond: 10 }\n", "at least 64 KiB");
        assertRefused("data: { train: keys }\n", "no trainer may see that");
    }

    @Test
    void readsTheProxy() throws IOException {
        assertThat(read("devices: 1\n").proxy()).isEmpty();
        assertThat(read("proxy: direct\n").proxy()).contains(new Route.Direct());
        assertThat(read("proxy: http://proxy.example:3128\n").proxy().orElseThrow())
                .hasToString("through the proxy http://proxy.example:3128 (worker.yaml)");
        assertRefused("proxy: proxy.example\n", "line 1: proxy names a proxy, but the address \"proxy.example\" has no port");
        assertRefused("proxy: 3128\n", "proxy must be a text");
    }

    @Test
    void takesAPasswordOnlyFromAFileNobodyElseCanRead() throws IOException {
        Path file = Files.writeString(folder.resolve("worker.yaml"), "proxy: http://acme:secret@proxy.example:3128\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> WorkerConfig.read(file)).hasMessageContaining("run chmod 600").hasMessageNotContaining("secret");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(WorkerConfig.read(file).proxy()).isPresent();
    }

    private WorkerConfig read(String yaml) throws IOException {
        return WorkerConfig.read(Files.writeString(folder.resolve("worker.yaml"), yaml));
    }
}
