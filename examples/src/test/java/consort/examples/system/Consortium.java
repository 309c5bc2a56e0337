package consort.examples.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import consort.examples.demo.process.PrintedInvite;
import consort.examples.demo.story.LedgerFolder;
import consort.fuzz.network.FreePort;
import consort.ledger.entry.Body;
import consort.ledger.entry.Entry;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.RunEnded;
import consort.model.tensor.FileSink;
import consort.trainer.protocol.reference.ReferenceModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A consortium founded by commands, everybody in a folder of their own below one root:
 * {@code operator}, {@code <organization>/member}, {@code <organization>/<worker>}.
 */
final class Consortium implements AutoCloseable {

    /** So much that milliseconds of device time are worth something: 1 minor unit a millisecond. */
    private static final String RATE = "36000.00";

    private final Path root;
    private final Programs programs;
    private final int port;

    /**
     * Founds it; the coordinator does not run yet.
     *
     * @param more options of init
     */
    Consortium(Path root, String... more) throws IOException, InterruptedException {
        this.root = root;
        this.programs = new Programs(root.resolve("logs"));
        this.port = FreePort.next();
        List<String> init = new ArrayList<>(List.of("coordinator", "init", operator().toString(), "--domain", "pool.example",
                "--consortium", "pool", "--address", "localhost:" + port, "--listen", "127.0.0.1:" + port, "--currency", "EUR",
                "--rate", RATE, "--rate-note", "for tests"));
        init.addAll(List.of(more));
        programs.run(init.toArray(String[]::new)).expect(0);
    }

    Programs programs() {
        return programs;
    }

    /** The port that the coordinator listens on. */
    int port() {
        return port;
    }

    /** The coordinator's folder. */
    Path operator() {
        return root.resolve("operator");
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** The ledger as the coordinator keeps it. */
    Path ledger() {
        return operator().resolve("ledger");
    }

    /** Starts the coordinator, and does not wait. */
    Running startCoordinator() throws IOException {
        return programs.start("coordinator", "coordinator", "serve", operator().toString());
    }

    /** Starts the coordinator below another program, with more environment, and does not wait. */
    Running startCoordinator(List<String> wrapper, Map<String, String> environment) throws IOException {
        return programs.startBelow(wrapper, environment, "coordinator", "coordinator", "serve", operator().toString());
    }

    /** Starts the coordinator with these JVM flags and waits until it answers. */
    Running serve(List<String> jvmFlags) throws Exception {
        Running coordinator = programs.start("coordinator", jvmFlags, "coordinator", "serve", operator().toString());
        awaitAnswer(coordinator);
        return coordinator;
    }

    /** Starts the coordinator and waits until it answers. */
    Running serve() throws Exception {
        Running coordinator = startCoordinator();
        awaitAnswer(coordinator);
        return coordinator;
    }

    /** Waits until the coordinator accepts connections. */
    void awaitAnswer(Running coordinator) throws Exception {
        Waiting.until("the coordinator answers", () -> {
            if (!coordinator.runs()) {
                throw new AssertionError("the coordinator ended with exit code " + coordinator.process().exitValue() + ":\n"
                        + coordinator.said());
            }
            return answers();
        });
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The operator's invite for an organization. */
    String invite(String organization) throws IOException, InterruptedException {
        return PrintedInvite.in(programs.run("coordinator", "invite", organization, "--dir", operator().toString(),
                "--benefit", "1", "--tier", "1").expect(0).out());
    }

    /** An organization's invite for one of its workers. */
    String inviteWorker(String organization, String worker) throws IOException, InterruptedException {
        return PrintedInvite.in(programs.run("member", "invite-worker", worker, "--dir", member(organization).toString())
                .expect(0).out());
    }

    /** The folder of an organization. */
    Path member(String organization) {
        return root.resolve(organization).resolve("member");
    }

    /** Invites an organization, which accepts. */
    void enroll(String organization) throws IOException, InterruptedException {
        programs.run("member", "accept", invite(organization), "--dir", member(organization).toString(), "--yes").expect(0);
    }

    /** Lets an organization invite a worker, which joins. */
    Site join(String organization, String worker) throws IOException, InterruptedException {
        Path folder = root.resolve(organization).resolve(worker);
        programs.run("worker", "join", inviteWorker(organization, worker), "--dir", folder.toString()).expect(0);
        return new Site(organization, worker, member(organization), folder);
    }

    Running run(Site site) throws IOException {
        return programs.start(site.organization() + "-" + site.worker(), "worker", "run", "--dir", site.folder().toString());
    }

    /** Starts a worker below another program, with more environment. */
    Running run(Site site, List<String> wrapper, Map<String, String> environment) throws IOException {
        return programs.startBelow(wrapper, environment, site.organization() + "-" + site.worker(), "worker", "run", "--dir",
                site.folder().toString());
    }

    /** Makes an initial model with the reference trainer. */
    Path initialModel(long bytes) throws IOException {
        Path file = root.resolve("initial.safetensors");
        try (FileSink out = FileSink.create(file)) {
            ReferenceModel.initialize(1, bytes, out);
        }
        return file;
    }

    /** Submits a job, whichever workers have come already. */
    void submit(JobFile job, Path model) throws IOException, InterruptedException {
        Path file = job.write(root.resolve(job.name() + ".yaml"));
        programs.run("coordinator", "submit", file.toString(), "--model", model.toString(), "--await-workers",
                "--dir", operator().toString()).expect(0);
    }

    /** Bills what was done since the last close. */
    PeriodClose closePeriod() throws Exception {
        int before = bodies(PeriodClose.class).size();
        programs.run("coordinator", "period", "close", "--dir", operator().toString()).expect(0);
        Waiting.until("the bill is published", () -> bodies(PeriodClose.class).size() > before);
        return bodies(PeriodClose.class).getLast();
    }

    JsonNode status() throws IOException, InterruptedException {
        return new ObjectMapper().readTree(
                programs.run("coordinator", "status", "--json", "--dir", operator().toString()).expect(0).out());
    }

    /** The bodies of all entries that the published checkpoint covers. */
    List<Body> bodies() throws IOException {
        return new LedgerFolder(ledger()).entries().stream().map(Entry::body).toList();
    }

    /** How many entries the published checkpoint covers. */
    long published() throws IOException {
        return new LedgerFolder(ledger()).size();
    }

    /** The entries of one kind that the published checkpoint covers. */
    <T extends Body> List<T> bodies(Class<T> type) throws IOException {
        return bodies().stream().filter(type::isInstance).map(type::cast).toList();
    }

    Optional<RunEnded> ended(long run) throws IOException {
        return bodies(RunEnded.class).stream().filter(end -> end.run() == run).findFirst();
    }

    /** Waits until a run has ended, for as long as this may take. */
    RunEnded awaitEnd(long run, Duration patience) throws Exception {
        Waiting.until("run " + run + " ends", patience, () -> ended(run).isPresent());
        return ended(run).orElseThrow();
    }

    /** Fetches a copy of the ledger for an organization and audits it against what it, and a worker of it, keep. */
    Ended audit(Site site) throws IOException, InterruptedException {
        Path copy = root.resolve(site.organization()).resolve("ledger");
        programs.run("member", "ledger", copy.toString(), "--dir", site.member().toString()).expect(0);
        return programs.run("audit", "verify", copy.toString(),
                "--trust", site.member().resolve("trust.json").toString(), "--receipts", site.receipts().toString());
    }

    /** Ends everything. The logs stay. */
    @Override
    public void close() {
        programs.close();
    }

    /** The names of a folder's files; none when there is no folder. */
    static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
