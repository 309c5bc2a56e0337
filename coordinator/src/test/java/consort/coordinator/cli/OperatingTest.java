package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Authorities;
import consort.certs.Authority;
import consort.certs.AuthorityCertificate;
import consort.certs.Credential;
import consort.fuzz.network.CuttingProxy;
import consort.fuzz.network.FreePort;
import consort.proto.CoordinatorMessage;
import consort.proto.Hello;
import consort.proto.SessionGrpc;
import consort.proto.WorkerMessage;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator decides by command, over a port with a proxy before it that can lose answers. */
class OperatingTest {

    private static final long PATIENCE_SECONDS = 180;

    @TempDir
    private Path temporary;

    private CuttingProxy proxy;
    private LivePool pool;
    private Credential worker;

    @BeforeEach
    void twoWorkersJoined() throws IOException {
        int port = FreePort.next();
        proxy = new CuttingProxy(port);
        pool = new LivePool(temporary, proxy.port(), port);
        pool.organization("acme");
        worker = pool.worker("acme", "w1");
        pool.organization("beta");
        pool.worker("beta", "w1");
    }

    @AfterEach
    void stops() throws IOException {
        pool.close();
        proxy.close();
    }

    @Test
    void anAuthorityThatEndsSoonIsToldToPeopleAndMachines() throws IOException {
        AuthorityCertificate ending = Authority.found(pool.authority().certificate().consortium(), Duration.ofDays(40), LivePool.CLOCK.instant(),
                new SecureRandom()).certificate();
        pool.folder().save(new Authorities(List.of(ending, pool.authority().certificate())));
        String warning = "the certificate authority " + ending.fingerprint().hex().substring(0, 16) + "… ends in ";
        assertThat(printed("status")).contains("  WARNING: " + warning, "rotate-authority retire");
        assertThat(printed("status", "--json")).contains("\"warnings\":[\"" + warning, "rotate-authority retire");
    }

    @Test
    void aRunIsPausedResumedAndStoppedAndCostsAreEnteredOnceEach() throws IOException {
        String job = SmallJob.job(temporary, 2).toString();
        String model = SmallJob.model(temporary).toString();
        printed("submit", job, "--model", model);
        assertThat(printed("pause", "1", "--cause", "a move")).startsWith("run 1 is paused (entry ");
        assertThat(printed("status", "--json")).contains("\"paused\":\"a move\"", "\"warnings\":[]");
        assertThat(printed("pause", "1")).isEqualTo("run 1 is paused already\n");
        assertThat(printed("resume", "1", "--json")).startsWith("{\"already\":false,\"entry\":");
        assertThat(printed("resume", "1", "--json")).isEqualTo("{\"already\":true}\n");
        assertThat(printed("stop", "1", "--cause", "enough")).startsWith("run 1 stopped (entry ");
        assertThat(printed("stop", "1")).isEqualTo("run 1 stopped already\n");
        assertThat(printed("status", "--json")).contains("\"status\":\"stopped\"", "\"cause\":\"enough\"");
        assertThat(printed("submit", job, "--model", model)).contains("this job was run already, as run 1", "add --again 1");
        assertThat(printed("submit", job, "--model", model, "--again", "1")).contains("run 2 started: job ");
        assertThat(printed("submit", job, "--model", model, "--again", "1")).contains("this job runs already as run 2");

        assertThat(printed("cost", "add", "acme", "50.00", "--for", "hosting")).startsWith("acme is credited 50.00 for hosting (entry ");
        assertThat(printed("cost", "add", "acme", "50.00", "--for", "hosting")).contains("hosting already (entry ");
        assertThat(printed("cost", "subtract", "acme", "20.00", "--for", "a rebate"))
                .startsWith("acme is credited 20.00 less for a rebate (entry ");
        assertThat(printed("period", "close", "--json")).contains("\"already\":false", "\"period\":1");
        assertThat(printed("period", "close", "--period", "1", "--json")).contains("\"already\":true", "\"period\":1");
    }

    @Test
    void anInvoiceIsKeptBackDisclosedAndErased() throws IOException {
        String added = printed("cost", "add", "acme", "50.00", "--for", "hosting", "--invoice", "4711 of Rack & Co");
        String entry = added.replaceAll("(?s).*\\(entry ([0-9]+)\\).*", "$1");
        Path folder = temporary.resolve("coordinator");
        assertThat(Files.readString(folder.resolve("confidential").resolve(entry))).contains("4711 of Rack & Co");
        assertThat(filesWith(folder, "4711")).containsExactly(folder.resolve("confidential").resolve(entry));
        Path shown = temporary.resolve("shown.json");
        assertThat(printed("disclose", "--entry", entry, "--out", shown.toString())).contains("\"4711 of Rack & Co\"");
        assertThat(Files.readString(shown)).contains("\"entry\":" + entry, "4711 of Rack & Co");
        assertThat(printed("erase", "--yes", "--entry", entry)).startsWith("the invoice of entry " + entry + " is erased (entry ");
        assertThat(printed("erase", "--yes", "--entry", entry)).startsWith("the invoice of entry " + entry + " is erased already (entry ");
        assertThat(filesWith(folder, "4711")).isEmpty();
        StringWriter err = new StringWriter();
        assertThat(command(new StringWriter(), err, "disclose", "--entry", entry, "--out", temporary.resolve("late.json").toString()))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("it was erased, as entry ");
        err.getBuffer().setLength(0);
        assertThat(command(new StringWriter(), err, "erase", "--entry", entry)).as("nobody to ask").isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("run the command again with --yes");
    }

    private static List<Path> filesWith(Path folder, String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    @Test
    void aWorkerIsDrainedEvictedAndReadmitted() throws IOException {
        assertThat(printed("drain", "acme/w1")).startsWith("acme/w1 gets no new task (entry ");
        assertThat(printed("drain", "acme/w1")).isEqualTo("acme/w1 gets no new task already\n");
        assertThat(printed("status", "--json")).contains("\"standing\":\"draining\"");
        Stay stay = new Stay(worker);
        assertThat(stay.welcomed()).isTrue();
        assertThat(printed("evict", "acme/w1", "--reason", "unpaid")).startsWith("acme/w1 is evicted (entry ");
        stay.assertPutOut();
        assertThat(printed("evict", "acme", "--reason", "unpaid")).startsWith("acme is evicted (entry ");
        new Stay(worker).assertPutOut();
        assertThat(printed("readmit", "acme")).startsWith("acme may take tasks (entry ");
        assertThat(printed("readmit", "acme")).isEqualTo("acme may take tasks already\n");
        new Stay(worker).assertPutOut();
        assertThat(printed("readmit", "acme/w1")).startsWith("acme/w1 may take tasks (entry ");
        assertThat(new Stay(worker).welcomed()).isTrue();
    }

    @Test
    void everyCommandWhoseAnswerWasLostIsGivenAgain() throws IOException {
        lost("this job runs already as run 1", "submit", SmallJob.job(temporary, 2).toString(), "--model",
                SmallJob.model(temporary).toString());
        lost("released as small 0.1 already", "release", "1/0", "small", "0.1", "--license", "MIT");
        lost("acme is credited 7.00 for power already", "cost", "add", "acme", "7.00", "--for", "power", "--invoice", "4711 of May");
        lost("run 1 is paused already", "pause", "1");
        lost("run 1 goes on already", "resume", "1");
        lost("acme gets no new task already", "drain", "acme");
        lost("acme is evicted already", "evict", "acme", "--reason", "unpaid");
        lost("acme may take tasks already", "readmit", "acme");
        lost("acme is credited 50.00 for hosting already", "cost", "add", "acme", "50.00", "--for", "hosting");
        lost("acme is credited 50.00 less for hosting already", "cost", "subtract", "acme", "50.00", "--for", "hosting");
        lost("acme is credited 50.00 for hosting already", "cost", "add", "acme", "50.00", "--for", "hosting");
        lost("paid acme=5.00, beta=-5.00 already", "adjust", "acme=5.00", "beta=-5.00", "--reason", "agreed");
        lost("period 1 was closed already", "period", "close");
        lost("period 2 was closed already", "period", "close", "--empty");
        lost("beta/w1 takes no part already", "revoke", "beta/w1", "--reason", "its key was copied");
        lost("run 1 stopped already", "stop", "1");
        lost(" issues certificates", "rotate-authority", "add");
        lost("retired already", "rotate-authority", "retire", "--force");
        lost("beta takes no part already", "revoke", "beta", "--reason", "unpaid");
    }

    @Test
    void aPeriodWhoseAnswerWasLostIsNotFollowedByTheNextAlthoughThereIsSomethingToBillAgain() throws IOException {
        printed("cost", "add", "acme", "50.00", "--for", "hosting");
        losing("period", "close");
        printed("cost", "add", "acme", "1.00", "--for", "a domain");
        assertThat(printed("period", "close")).startsWith("period 1 was closed already, at entry ").contains("No other was closed");
        assertThat(printed("period", "close")).startsWith("period 2 closed at entry ");
    }

    @Test
    void whatWasEnteredWithoutAnAnswerIsNotEnteredInTheNextPeriodAgain() throws IOException {
        String[] cost = {"cost", "add", "acme", "50.00", "--for", "hosting"};
        String[] adjust = {"adjust", "acme=5.00", "beta=-5.00", "--reason", "agreed"};
        losing(cost);
        losing(adjust);
        printed("period", "close");
        long entered = ledgerBytes();
        StringWriter err = new StringWriter();
        assertThat(command(new StringWriter(), err, cost)).isEqualTo(ExitCode.REFUSED.code());
        assertThat(err.toString()).contains("period 1 was closed since", "--period 2");
        assertThat(printed(adjust)).contains("already (entry ");
        assertThat(ledgerBytes()).isEqualTo(entered);
        assertThat(printed("cost", "add", "acme", "50.00", "--for", "hosting", "--period", "2")).contains("hosting (entry ");
        assertThat(printed(adjust)).as("of the next period").startsWith("with the next bill are paid acme=5.00, beta=-5.00 (entry ");
        assertThat(root().resolve("certs/asked")).isEmptyDirectory();
    }

    /** A command enters something, and its answer is lost; given again it enters nothing, and succeeds. */
    private void lost(String answer, String... words) throws IOException {
        losing(words);
        long entered = ledgerBytes();
        assertThat(printed(words)).contains(answer);
        assertThat(ledgerBytes()).as("entered again by %s", String.join(" ", words)).isEqualTo(entered);
    }

    /** The answer is sent when the entry is on the disk, so it is cut, and so is all that comes after it. */
    private void losing(String... words) throws IOException {
        long before = ledgerBytes();
        proxy.cutWhile(CuttingProxy.Direction.DOWN, () -> ledgerBytes() > before);
        StringWriter err = new StringWriter();
        assertThat(command(new StringWriter(), err, words)).as(err.toString()).isEqualTo(ExitCode.UNREACHABLE.code());
        proxy.mend(CuttingProxy.Direction.DOWN);
        assertThat(ledgerBytes()).isGreaterThan(before);
    }

    private long ledgerBytes() {
        try (Stream<Path> segments = Files.list(root().resolve("ledger/journal"))) {
            return segments.mapToLong(segment -> segment.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path root() {
        return temporary.resolve("coordinator");
    }

    private String printed(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(command(out, err, words)).as("%s: %s", String.join(" ", words), err).isZero();
        return out.toString();
    }

    private int command(StringWriter out, StringWriter err, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", root().toString()));
        return Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }

    /** A worker's stream. */
    private final class Stay implements StreamObserver<CoordinatorMessage> {

        private final CompletableFuture<CoordinatorMessage> first = new CompletableFuture<>();
        private final CompletableFuture<Status> end = new CompletableFuture<>();

        Stay(Credential credential) {
            SessionGrpc.newStub(pool.connect(pool.tls(credential))).open(this).onNext(WorkerMessage.newBuilder()
                    .setHello(Hello.newBuilder().addTrainers("cnn").addData("train").setDevices(1)).build());
        }

        boolean welcomed() {
            return first.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().hasWelcome();
        }

        /** What makes the worker's process end with exit code 25. */
        void assertPutOut() {
            Status status = end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(status.getDescription()).contains("was evicted by the operator: unpaid");
        }

        @Override
        public void onNext(CoordinatorMessage message) {
            first.complete(message);
        }

        @Override
        public void onError(Throwable refused) {
            end.complete(Status.fromThrowable(refused));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }
}
