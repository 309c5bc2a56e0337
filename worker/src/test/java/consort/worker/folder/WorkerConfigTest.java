package consort.worker.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                + " (known here: coordinator, devices, trainers, data, limits");
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
        assertRefused("devices: 1\n\ttrainers: {}\n", "line 2: found character '\\t(TAB)'");
        assertRefused("trainers:\n  a: [ x\ndata: {}\n", "line 3: expected ',' or ']'");
    }

    @Test
    void saysWhatIsWrongOnOneLine() {
        assertThatThrownBy(() -> read("trainers:\n  a: [ x\ndata: {}\n"))
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(1));
    }

    private void assertRefused(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml)).as(yaml).isInstanceOf(ConfigException.class)
                .hasMessageContaining("worker.yaml").hasMessageContaining(message);
    }

    private WorkerConfig read(String yaml) throws IOException {
        return WorkerConfig.read(Files.writeString(folder.resolve("worker.yaml"), yaml));
    }
}
