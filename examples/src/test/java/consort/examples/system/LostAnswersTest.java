package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.examples.demo.process.PrintedInvite;
import consort.fuzz.network.CuttingProxy;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.AccessUsed;
import consort.ledger.entry.Ack;
import consort.ledger.entry.Approval;
import consort.ledger.entry.Body;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Key;
import consort.ledger.entry.Member;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.entry.Withdrawal;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of members and workers, over a line that breaks just when the coordinator has entered what it was asked for: its
 * answer, and all that comes after it, is cut. Then the command is given again, as the docs say.
 */
class LostAnswersTest {

    private static final int EXIT_UNREACHABLE = 20;
    private static final int EXIT_OPERATOR_UNREACHABLE = 10;
    private static final int EXIT_FOLDER = 26;
    private static final int MAX_JSON_BYTES = 1 << 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    private Consortium consortium;
    private CuttingProxy proxy;

    @BeforeEach
    void aCoordinatorServesBehindAProxy() throws Exception {
        consortium = new Consortium(root, "--approvals", "1");
        consortium.serve();
        proxy = new CuttingProxy(consortium.port());
    }

    @AfterEach
    void ends() throws IOException {
        proxy.close();
        consortium.close();
    }

    @Test
    void everyCommandCanBeGivenAgain() throws Exception {
        String invite = PrintedInvite.in(operate("invite", "acme"))
                .replace(":" + consortium.port() + "/", ":" + proxy.port() + "/");
        again("acme is a member of", "member", "accept", invite, "--yes", "--dir", folder("acme"));
        assertThat(printed("member", "accept", invite, "--yes", "--dir", folder("acme"))).contains("acme accepted with this invite already");

        String worker = PrintedInvite.in(again("consort://", "member", "invite-worker", "w1", "--dir", folder("acme")));
        again("acme/w1 is a worker of", "worker", "join", worker, "--dir", folder("w1"));
        assertThat(printed("worker", "join", worker, "--dir", folder("w1"))).contains("acme/w1 is already a worker of");
        String another = PrintedInvite.in(printed("member", "invite-worker", "w2", "--dir", folder("acme")));
        consortium.programs().run("worker", "join", another, "--dir", folder("w1")).expect(EXIT_FOLDER);

        String person = PrintedInvite.in(again("consort://", "member", "invite-person", "ann", "--role", "member", "--dir", folder("acme")));
        again("You are member ann", "member", "join", person, "--dir", folder("ann"));
        assertThat(printed("member", "join", person, "--dir", folder("ann"))).contains("You are already member ann");
        again("person ann of acme takes no part already (entry ", "member", "withdraw", "--person", "ann", "--reason", "left",
                "--dir", folder("acme"));

        again("acme has approved this job already", "member", "approve", submitted(), "--yes", "--dir", folder("acme"));
        Waiting.until("the run began", () -> !consortium.bodies(RunStarted.class).isEmpty());
        bill();
        String[] rotate = {"member", "rotate-key", "--dir", folder("acme")};
        losing(journal(), rotate);
        again("acme signs with a new key", rotate);
        again("acme/w1 signed that it leaves", "worker", "leave", "--yes", "--dir", folder("w1"));
        assertThat(printed("worker", "leave", "--yes", "--dir", folder("w1"))).contains("acme/w1 signed that it leaves");

        operate("rotate-authority", "add");
        String[] renew = {"member", "renew", "--dir", folder("acme")};
        losing(consortium.operator().resolve("certs/issued"), renew);
        assertThat(printed(renew)).contains("the certificate was renewed");
        assertThat(printed("member", "status", "--dir", folder("acme"))).contains("worker acme/w1 left (entry ");
        Waiting.until("all is published", () -> !consortium.bodies(Departure.class).isEmpty());
        enteredOnce(consortium.bodies());
    }

    /** Acme disputes a bill in vain, accepts it as beta does, and is paid. */
    private void bill() throws Exception {
        consortium.enroll("beta");
        operate("cost", "add", "acme", "50.00", "--for", "hosting");
        operate("period", "close");
        again("acme disputes that already, with entry ", "member", "dispute", "--period", "1", "--figure", "share", "--reason",
                "we agreed on less", "--dir", folder("acme"));
        String dispute = consortium.status().get("bills").get(0).get("disputes").get(0).get("entry").asText();
        operateAt(proxy.port());
        operatesAgain("dispute " + dispute + " is rejected already (entry ", "resolve", dispute, "--reject", "--reason",
                "the charter has no less");
        again("acme has accepted the bill of period 1 already", "member", "ack", "--period", "1", "--yes", "--dir", folder("acme"));
        assertThat(printed("member", "ack", "--period", "1", "--yes", "--dir", consortium.member("beta").toString()))
                .contains("The bill of period 1 (ledger entry ", "pays acme", "beta accepted the bill of period 1");
        assertThat(operatesAgain("  payment 1 (entry ", "settle", "--period", "1")).contains("): beta pays acme ");
        operateAt(consortium.port());
        assertThat(printed("member", "status", "--dir", folder("acme"))).contains("): 1 payment not confirmed; accepted (entry ",
                "    dispute " + dispute + " was rejected (entry ", "the charter has no less", "    payment 1 (entry ");
        again("acme has confirmed payment 1 already, with entry ", "member", "confirm", "1", "--yes", "--dir", folder("acme"));
    }

    private static void enteredOnce(List<Body> bodies) {
        for (Class<?> type : List.of(AccessUsed.class, Withdrawal.class, Approval.class, RunStarted.class, Departure.class,
                Dispute.class, Resolution.class, SettlementInstruct.class, SettlementConfirm.class)) {
            assertThat(bodies).filteredOn(type::isInstance).as(type.getSimpleName()).hasSize(1);
        }
        for (Class<?> type : List.of(Member.class, Acceptance.class, Ack.class)) {
            assertThat(bodies).filteredOn(type::isInstance).as("%s of acme and beta", type.getSimpleName()).hasSize(2);
        }
        assertThat(bodies).filteredOn(body -> body instanceof Key key && key.purpose() == Key.Purpose.WORKER).hasSize(1);
        assertThat(bodies).filteredOn(body -> body instanceof Key key && key.purpose() == Key.Purpose.ORGANIZATION)
                .as("the old key names the new one, which signs itself").hasSize(2);
    }

    /** A job that waits for approvals: its digest. */
    private String submitted() throws IOException, InterruptedException {
        Path job = new JobFile("asked", 1).write(root.resolve("asked.yaml"));
        String answer = operate("submit", job.toString(), "--model", consortium.initialModel(4096).toString(), "--json");
        return ((JsonString) JsonObject.parse(answer.strip().getBytes(), MAX_JSON_BYTES).members().get("job")).value();
    }

    /** The answer of a command is lost, and comes when it is given again. */
    private String again(String answer, String... words) throws InterruptedException {
        losing(journal(), words);
        String said = printed(words);
        assertThat(said).contains(answer);
        return said;
    }

    /** The same of a command of the operator's. */
    private String operatesAgain(String answer, String... words) throws InterruptedException {
        losing(EXIT_OPERATOR_UNREACHABLE, journal(), operating(words));
        String said = operate(words);
        assertThat(said).contains(answer);
        return said;
    }

    /** Where the operator's commands look for the coordinator, which serves on. */
    private void operateAt(int port) throws IOException {
        Path config = consortium.operator().resolve("coordinator.yaml");
        Files.writeString(config, Files.readString(config).replaceFirst("(?m)^(address: [^\n]*:)[0-9]+", "$1" + port));
    }

    private Path journal() {
        return consortium.ledger().resolve("journal");
    }

    /** What a command enters is on the disk before it is answered; so the answer is cut, and each further attempt of it. */
    private void losing(Path entered, String... words) throws InterruptedException {
        losing(EXIT_UNREACHABLE, entered, words);
    }

    private void losing(int exit, Path entered, String... words) throws InterruptedException {
        long before = bytes(entered);
        proxy.cutWhile(CuttingProxy.Direction.DOWN, () -> bytes(entered) > before);
        consortium.programs().run(words).expect(exit);
        proxy.mend(CuttingProxy.Direction.DOWN);
        assertThat(bytes(entered)).as("entered by %s", String.join(" ", words)).isGreaterThan(before);
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String folder(String name) {
        return root.resolve("site").resolve(name).toString();
    }

    private String printed(String... words) throws InterruptedException {
        return consortium.programs().run(words).expect(0).out();
    }

    private String operate(String... words) throws InterruptedException {
        return printed(operating(words));
    }

    private String[] operating(String... words) {
        return Stream.concat(Stream.concat(Stream.of("coordinator"), Stream.of(words)),
                Stream.of("--dir", consortium.operator().toString())).toArray(String[]::new);
    }
}
