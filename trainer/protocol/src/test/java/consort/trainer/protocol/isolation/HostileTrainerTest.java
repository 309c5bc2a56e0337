package consort.trainer.protocol.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import consort.trainer.protocol.FailureReason;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import consort.trainer.protocol.TrainerTask;
import consort.trainer.protocol.program.JavaCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer that wants its agent's key, with and without isolation. */
class HostileTrainerTest {

    private static final String SECRET = "PRIVATE+KEY+pool.example/pool/acme/w1+0123";

    /** More than a machine has processes. */
    private static final long NOBODY = 1L << 23;

    @TempDir
    Path root;

    private Path folder;
    private Path key;
    private Path work;
    private Process victim;

    @BeforeEach
    void makeAWorkersFolder() throws IOException {
        folder = Files.createDirectories(root.resolve("acme/w1"));
        key = Files.createDirectories(folder.resolve("keys")).resolve("signing.key");
        Files.writeString(key, SECRET);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        work = Files.createDirectory(folder.resolve("work"));
        victim = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void endTheVictim() {
        victim.destroyForcibly();
    }

    @Test
    void nothingSucceedsWithIsolation() throws Exception {
        assertThat(attack(Optional.of(isolation()))).isEmpty();
        assertThat(victim.isAlive()).isTrue();
        assertThat(key).hasContent(SECRET);
    }

    @Test
    void nothingButTheNetworkSucceedsWhereTheSiteGivesIt() throws Exception {
        View view = new View(List.of(), List.of(work), List.of(folder), Optional.empty(), true);
        assertThat(attack(Optional.of(isolation().with(view))))
                .contains("connects to a port of this machine")
                .isSubsetOf("connects to a port of this machine", "has a network beside the loopback");
    }

    @Test
    void theFolderStaysHiddenWhereOneAroundItIsShown() throws Exception {
        View view = new View(List.of(root), List.of(folder.getParent(), work), List.of(folder), Optional.empty(), false);
        assertThat(attack(Optional.of(isolation().with(view)))).isEmpty();
    }

    @Test
    void theFolderStaysHiddenBehindALinkToOneAroundIt() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("acme"));
        View view = new View(List.of(link), List.of(work), List.of(folder), Optional.empty(), false);
        Attacks byTheLink = new Attacks(link.resolve("w1/keys/signing.key"), SECRET, NOBODY, "NONE", NOBODY, 1);
        assertThat(run(byTheLink.words(), Optional.of(isolation().with(view)))).isEmpty();
    }

    @Test
    void withoutIsolationItGetsTheKey() throws Exception {
        assertThat(attack(Optional.empty())).contains("reads the key by its path", "finds the key walking up from where it stands",
                "reads the agent's environment", "reads the key by the agent's root", "opens the agent's files",
                "connects to a port of this machine", "kills a process of the agent");
    }

    @Test
    void killingAllItCanEndsOnlyItself() throws Exception {
        TaskOutcome outcome = outcome(List.of(HostileTrainer.KILL), Optional.of(isolation()));
        assertThat(outcome).isInstanceOfSatisfying(TaskOutcome.Failed.class,
                failed -> assertThat(failed.reason()).isEqualTo(FailureReason.CRASHED));
        assertThat(victim.isAlive()).isTrue();
    }

    private Isolation isolation() throws InterruptedException {
        return new Isolation(installed(), new View(List.of(), List.of(work), List.of(folder), Optional.empty(), false));
    }

    /** Skips the test where there is no bubblewrap, or it may do nothing. */
    static Bubblewrap installed() throws InterruptedException {
        Optional<Bubblewrap> found = Bubblewrap.find(System.getenv("PATH"));
        assumeTrue(found.isPresent(), "SKIPPED: bubblewrap is not installed; apt-get install bubblewrap to test isolation");
        Optional<String> problem = found.get().problem();
        assumeTrue(problem.isEmpty(), "SKIPPED: bubblewrap cannot isolate here: " + problem.orElse(""));
        return found.get();
    }

    private List<String> attack(Optional<Isolation> isolation) throws Exception {
        String variable = System.getenv().keySet().stream().filter(name -> name.length() > 3 && !name.equals("PATH")
                && !name.equals("HOME")).findFirst().orElseThrow();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Attacks attacks = new Attacks(key, SECRET, ProcessHandle.current().pid(), variable, victim.pid(),
                    server.getLocalPort());
            return run(attacks.words(), isolation);
        }
    }

    private List<String> run(List<String> words, Optional<Isolation> isolation) throws Exception {
        TaskOutcome outcome = outcome(words, isolation);
        assertThat(work.resolve(HostileTrainer.FINDINGS)).as("%s", outcome).exists();
        return Files.readAllLines(work.resolve(HostileTrainer.FINDINGS));
    }

    private TaskOutcome outcome(List<String> words, Optional<Isolation> isolation) {
        var command = new TrainerCommand(JavaCommand.of(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED"), HostileTrainer.class, words.toArray(String[]::new)), Map.of(), folder,
                root.resolve("log"), isolation);
        try (TrainerProcess trainer = new TrainerProcess(command, TrainerLimits.DEFAULT)) {
            return trainer.run(new TrainerTask.Initialize("attack", 1, work.resolve("model")), Duration.ofMinutes(10), _ -> { })
                    .join();
        }
    }
}
