package consort.worker.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import consort.settings.SettingsException;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import consort.trainer.protocol.TrainerTask;
import consort.worker.folder.IsolationMode;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer of a worker.yaml sees: found out by a program that looks around and then ends. */
class TrainerCommandsTest {

    private static final String SPY = """
            #!/bin/sh
            # Says what it can read, by the word that stands in it, and what it can write.
            for file in keys/signing.key certs/credential.pem trust.json outbox/7 worker.yaml cache/model work/output \\
                ../data/set ../extra/file ../other/file; do
              if read -r word <"$WORKER/$file"; then echo "reads $word"; fi
            done 2>/dev/null
            for folder in cache work ../data ../extra ../written "$HOME"; do
              case $folder in /*) ;; *) folder=$WORKER/$folder ;; esac
              if echo mine >"$folder/touched"; then echo "writes ${folder##*/}"; fi
            done 2>/dev/null
            """;

    @TempDir
    Path root;

    private Path worker;

    @BeforeEach
    void makeAWorkersFolder() throws IOException {
        worker = Files.createDirectory(root.resolve("w1"));
        for (String file : new String[] {"keys/signing.key", "certs/credential.pem", "trust.json", "outbox/7", "cache/model",
            "work/output", "../data/set", "../extra/file", "../other/file", "../written/file", "../programs/own"}) {
            Path path = worker.resolve(file).normalize();
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.substring(file.lastIndexOf('/') + 1) + "\n");
        }
        Path spy = root.resolve("programs/spy");
        Files.writeString(spy, SPY);
        assertThat(spy.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void anIsolatedTrainerSeesItsDataAndItsWorkAndNothingElseOfTheFolder() throws Exception {
        assertThat(spied(isolating(), "")).containsExactlyInAnyOrder("reads model", "reads output", "reads set",
                "writes work", "writes home");
        assertThat(worker.resolve("homes/spy/touched")).exists();
    }

    @Test
    void aTrainerSeesAndWritesWhatItsEntryNamesToo() throws Exception {
        assertThat(spied(isolating(), "readable: [ ../extra ], writable: [ ../written ]"))
                .contains("reads file", "writes written").doesNotContain("writes extra");
    }

    @Test
    void withoutIsolationATrainerReadsTheKey() throws Exception {
        assertThat(spied(new Isolating.Not("for this test"), "")).contains("reads signing.key", "reads credential.pem");
    }

    @Test
    void refusesToShowATrainerTheKeys() {
        assertThatThrownBy(() -> spied(new Isolating.Not("for this test"), "readable: [ keys ]"))
                .isInstanceOf(SettingsException.class).hasMessageContaining("no trainer may see that");
    }

    @Test
    void saysWithoutBubblewrapWhatToInstallAndWhatDoesNotHold() {
        Isolating none = Isolating.here(IsolationMode.REQUIRED, root.toString());
        assertThat(none).isInstanceOf(Isolating.Not.class);
        assertThat(none.text()).contains("apt-get install bubblewrap", "NOT isolated", "keys");
    }

    @Test
    void saysWhereBubblewrapMayNotIsolateWhatItSaid() throws IOException {
        Path bwrap = root.resolve("bwrap");
        Files.writeString(bwrap, "#!/bin/sh\necho 'bwrap: No permissions to create new namespace'\nexit 1\n");
        assertThat(bwrap.toFile().setExecutable(true)).isTrue();
        assertThat(Isolating.here(IsolationMode.PREFERRED, root.toString()).text()).contains("No permissions to create", "NOT isolated");
    }

    private static Isolating isolating() {
        Isolating here = Isolating.here(IsolationMode.PREFERRED, System.getenv("PATH"));
        assumeTrue(here instanceof Isolating.By, "SKIPPED: " + here.text());
        return here;
    }

    private Iterable<String> spied(Isolating isolating, String more) throws IOException {
        Path home = root.resolve("somewhere/home");
        Files.writeString(worker.resolve("worker.yaml"), """
                trainers:
                  spy: { command: [ %s ], environment: { WORKER: %s, HOME: %s }%s }
                data: { set: ../data }
                """.formatted(root.resolve("programs/spy"), worker, Files.createDirectories(home),
                more.isEmpty() ? "" : ", " + more));
        PartyFolder folder = new PartyFolder(worker);
        TrainerCommand command = new TrainerCommands(folder, WorkerConfig.read(folder.workerYaml()), isolating, Map.of())
                .command("spy", root);
        try (TrainerProcess process = new TrainerProcess(command, TrainerLimits.DEFAULT)) {
            process.run(new TrainerTask.Initialize("look", 1, worker.resolve("work/none")), Duration.ofMinutes(1), _ -> { }).join();
        }
        return Files.readAllLines(root.resolve("spy.log"));
    }
}
