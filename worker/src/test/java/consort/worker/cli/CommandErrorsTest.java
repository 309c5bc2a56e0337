package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Address;
import consort.certs.Fingerprint;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.worker.folder.WorkerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see when they mistype, or when the coordinator is not there. */
class CommandErrorsTest {

    private static final Name POOL = new Name("pool");
    private static final Name ACME = new Name("acme");

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void aCommandAloneNamesItsSubcommands() {
        assertFails(ExitCodes.USAGE, "join, check, benchmark, run, status, disclose, erase, pause, resume, leave, init-model", "worker");
    }

    @Test
    void aWrongCommandLineIsShownHowItLooks() {
        assertFails(ExitCodes.USAGE, "\"jion\" does not fit here; did you mean join?", "worker", "jion");
        assertFails(ExitCodes.USAGE, "Missing required option", "model", "get", "1");
        assertThat(err.toString()).contains("Usage: consort model get", "consort model get --help tells more.")
                .doesNotContain("Fetch a model");
    }

    @Test
    void whatDoesNotFitForAnotherReasonIsSaidWithoutUsage() {
        assertFails(ExitCodes.USAGE, "RUN or RUN/ROUND", "model", "get", "latest", "--out", path("m"), "--dir", path("acme"));
        assertThat(err.toString()).doesNotContain("Usage");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedWithTheReason() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        String below = file.resolve("m").toString();

        for (String out : new String[] {below, folder.toString(), "/proc/m"}) {
            assertFails(ExitCodes.USAGE, "--out " + out, "worker", "init-model", "--seed", "1", "--out", out, "--trainer-command", "x");
        }
        assertFails(ExitCodes.USAGE, "cannot make the folder " + below, "worker", "join", invite(1).line(), "--dir", below);
        assertFails(ExitCodes.USAGE, file + " is a file", "model", "list", "--dir", file.toString());
    }

    @Test
    void anInviteThatWasCutIsExplained() {
        assertFails(ExitCodes.INVITE, "put the line in single quotes", "worker", "join", "consort://pool.example:7443/pool/acme/w1");
    }

    @Test
    void anInviteForAWorkerIsNotAccepted() {
        assertFails(ExitCodes.INVITE, "use consort worker join", "member", "accept", invite(1).line(), "--yes");
    }

    @Test
    void anUnreachableCoordinatorIsNamedAsSuch() {
        assertFails(ExitCodes.UNREACHABLE, "cannot be reached: localhost:1: Connection refused. Nothing was spent. What to do: ask the operator", "worker", "join", invite(1).line(), "--dir", path("w1"));
        assertThat(err.toString()).doesNotContain("worker.yaml");
        assertThat(folder.resolve("w1/enrolled.json")).doesNotExist();
    }

    @Test
    void aFolderNobodyEnrolledInIsExplained() {
        assertFails(ExitCodes.USAGE, "consort worker join first", "worker", "run", "--dir", path("w1"));
        assertFails(ExitCodes.USAGE, "not enrolled", "model", "list", "--dir", path("w1"));
        assertFails(ExitCodes.USAGE, "not enrolled", "member", "ledger", path("copy"), "--dir", path("acme"));
        assertFails(ExitCodes.USAGE, "not enrolled", "member", "invite-worker", "w1", "--dir", path("acme"));
    }

    @Test
    void anEnrolledFolderIsNotJoinedAgain() throws Exception {
        Path enrolled = Files.createDirectories(folder.resolve("w1")).resolve("enrolled.json");
        Files.writeString(enrolled, "{\"coordinator\":\"localhost:1\",\"organization\":\"acme\",\"worker\":\"w1\"}");

        assertFails(ExitCodes.FOLDER, "belongs to acme/w1 already", "worker", "join", invite(1).line(), "--dir", path("w1"));
    }

    @Test
    void aWorkerThatOffersNothingDoesNotStart() throws Exception {
        anEnrolledFolderIsNotJoinedAgain();
        Files.writeString(folder.resolve("w1/worker.yaml"), "devices: 1\n");

        assertFails(ExitCodes.USAGE, "offers no trainers, so no job can use this worker; write the trainer and the data folder", "worker", "run", "--dir", path("w1"));
    }

    @Test
    void aWorkerWhoseDataIsNotThereDoesNotStart() throws Exception {
        anEnrolledFolderIsNotJoinedAgain();
        Files.writeString(folder.resolve("w1/worker.yaml"), """
                trainers: { digits: { command: [ "true" ] } }
                data: { digits-train: nowhere }
                """);

        assertFails(ExitCodes.USAGE, "nowhere, which does not exist", "worker", "run", "--dir", path("w1"));
    }

    @Test
    void aWorkerWhoseTrainerIsMistypedDoesNotStart() throws Exception {
        anEnrolledFolderIsNotJoinedAgain();
        Files.writeString(folder.resolve("w1/worker.yaml"), """
                trainers: { digits: { command: [ "pyhton3", "train.py" ] }, other: { command: [ "./gone" ] } }
                data: { digits-train: . }
                """);

        assertFails(ExitCodes.USAGE, "trainer \"digits\": no program \"pyhton3\" is in PATH", "worker", "run", "--dir", path("w1"));
        assertThat(err.toString()).contains("trainer \"other\": \"./gone\" is not there");
        assertThat(checked("--dir", path("w1"))).contains("problem  trainers").contains("\"pyhton3\" is in PATH");
    }

    @Test
    void anUnreadableWorkerYamlFailsOneCheckAndWhatNeedsItIsNotTried() throws Exception {
        anEnrolledFolderIsNotJoinedAgain();
        Files.writeString(folder.resolve("w1/worker.yaml"), "trainers:\n  a: [ x\ndata:\n");

        assertThat(checked("--dir", path("w1"))).containsOnlyOnce("line 3, column 5: expected ',' or ']'")
                .containsOnlyOnce("unknown").contains("unknown  not tried      disk, devices, trainers, data, isolation, address,"
                        + " connection, tls, coordinator, clock, which need \"configuration\"", "10 not tried");
        assertThat(checked("--json", "--dir", path("w1")).lines()).filteredOn(line -> line.contains("not tried")).hasSize(10)
                .allMatch(line -> line.contains("\"verdict\":\"unknown\""));
    }

    @Test
    void aTrainerGivenByItsCommandIsSaidNotToBeIsolated() {
        assertThat(checked("--trainer-command", path("no-such-program"))).contains("this run was not isolated");
    }

    @Test
    void whatFollowsATrainersCommandIsTheTrainers() throws Exception {
        Path trainer = Files.writeString(folder.resolve("trainer"), "#!/bin/sh\necho \"$@\" >\"$0.arguments\"\n");
        assertThat(trainer.toFile().setExecutable(true)).isTrue();

        checked("--trainer-command", trainer.toString(), "--lr", "1", "--data", "x", "--dir", "y", "--json", "-h");
        assertThat(folder.resolve("trainer.arguments")).hasContent("--lr 1 --data x --dir y --json -h");
        assertFails(ExitCodes.USAGE, "--trainer-command is followed by no program", "worker", "check", "--trainer-command");
        assertFails(ExitCodes.USAGE, "name two trainers; give one of the two", "worker", "check", "--trainer", "x", "--trainer-command", "y");
    }

    @Test
    void dataWithoutATrainerIsRefusedAndATrainerWithoutDataRemindedOfIt() throws Exception {
        assertFails(ExitCodes.USAGE, "--data digits needs a trainer to try it with: add --trainer NAME", "worker", "check", "--data", "digits");
        Files.writeString(folder.resolve("worker.yaml"), """
                trainers: { cnn: { command: [ "false" ] } }
                data: { digits-train: "." }
                isolation: none
                """);
        assertThat(checked("--trainer", "cnn", "--dir", folder.toString()))
                .contains("tried on made-up images; --data NAME tries it on a data set of worker.yaml: digits-train");
        assertThat(checked("--trainer", "cnn", "--data", "digits-train", "--dir", folder.toString())).doesNotContain("made-up");
    }

    @Test
    void aModelThatExistsIsNotReplacedUnlessForced() throws Exception {
        Path file = Files.writeString(folder.resolve("m"), "x");
        assertFails(ExitCodes.USAGE, "exists already; name another file, or give --force", "worker", "init-model", "--seed", "1",
                "--out", file.toString(), "--trainer-command", "x");
        assertFails(ExitCodes.INITIALIZATION, "trainer-not-started", "worker", "init-model", "--seed", "1", "--force",
                "--out", file.toString(), "--trainer-command", path("no-such-program"));
        assertThat(file).hasContent("x");
    }

    @Test
    void aTrainerThatIsNotConfiguredIsNamed() throws Exception {
        Files.writeString(folder.resolve("worker.yaml"), "trainers: { cnn: { command: [ x ] } }\n");

        assertFails(ExitCodes.USAGE, "has no trainer \"llm\"; it has [cnn]",
                "worker", "init-model", "--trainer", "llm", "--seed", "1", "--out", path("m"), "--dir", folder.toString());
    }

    @Test
    void aTrainerThatCannotBeStartedIsReported() {
        assertFails(ExitCodes.INITIALIZATION, "trainer-not-started",
                "worker", "init-model", "--seed", "1", "--out", path("m"), "--trainer-command", path("no-such-program"));
    }

    @Test
    void aTrainerCommandThatCannotBeStartedIsReportedOnceByItsCheck() {
        StringWriter out = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err),
                "worker", "check", "--trainer-command", path("no-such-program"));
        assertThat(out.toString()).containsOnlyOnce("cannot start the trainer").contains("1 of 15 checks failed, 14 were not tried");
        assertThat(code).isEqualTo(ExitCodes.CHECK_FAILED);
    }

    @Test
    void aModelIsNamedByRunAndRound() {
        assertFails(ExitCodes.USAGE, "RUN or RUN/ROUND, like 1 or 1/3, not \"latest\"",
                "model", "get", "latest", "--out", path("m"), "--dir", path("acme"));
    }

    @Test
    void theWrittenWorkerYamlIsValid() throws Exception {
        Path yaml = Files.writeString(folder.resolve("worker.yaml"), WorkerYaml.template(ProxyOption.NO_LINE));
        assertThat(WorkerConfig.read(yaml).limits())
                .isEqualTo(WorkerConfig.Limits.DEFAULT);

        assertThat(WorkerConfig.read(yaml).trainers()).isEmpty();
        assertThat(WorkerConfig.read(yaml).data()).isEmpty();

        String uncommented = WorkerYaml.template(ProxyOption.NO_LINE).replaceAll("(?m)^#  ", "  ");
        Files.writeString(yaml, uncommented);
        assertThat(WorkerConfig.read(yaml).trainers()).containsKey("fashion-cnn");
        assertThat(WorkerConfig.read(yaml).policy().hours()).isPresent();
    }

    private String checked(String... arguments) {
        StringWriter out = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err),
                Stream.concat(Stream.of("worker", "check"), Stream.of(arguments)).toArray(String[]::new));
        assertThat(code).isEqualTo(ExitCodes.CHECK_FAILED);
        return out.toString();
    }

    private void assertFails(int exitCode, String message, String... arguments) {
        err.getBuffer().setLength(0);
        int code = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(code).isEqualTo(exitCode);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static Invite invite(int port) {
        return Invite.create(new Address("localhost", port), new Identity.Worker(POOL, ACME, new Name("w1")),
                new Fingerprint("a".repeat(64)), new SecureRandom());
    }
}
