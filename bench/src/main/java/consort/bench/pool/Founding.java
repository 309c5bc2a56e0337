package consort.bench.pool;

import consort.certs.Address;
import consort.model.tensor.FileSink;
import consort.trainer.protocol.reference.ReferenceModel;
import consort.worker.folder.PartyFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;

/** A consortium founded by the commands that people type, everybody in a folder of their own. */
public final class Founding {

    static final String DOMAIN = "bench.example";
    static final String CONSORTIUM = "bench";
    static final String ORIGIN = DOMAIN + "/" + CONSORTIUM;

    private final Path root;
    private final Path members;
    private final int port;

    /** Founds it; nobody serves yet. */
    public Founding(Path root) throws IOException {
        this(root, root);
    }

    /** @param members where organizations and their workers have their folders */
    public Founding(Path root, Path members) throws IOException {
        this.root = root;
        this.members = members;
        this.port = freePort();
        coordinator("init", operator().toString(), "--domain", DOMAIN, "--consortium", CONSORTIUM,
                "--address", "localhost:" + port, "--listen", "127.0.0.1:" + port, "--currency", "EUR",
                "--rate", "36.00", "--rate-note", "for measuring only");
    }

    /** One that is free now, below those that systems give to outgoing connections: none takes it before, or between, coordinators. */
    private static int freePort() throws IOException {
        IOException taken = new IOException("no port can be listened on");
        for (int tries = 0; tries < 1000; tries++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                taken = e;
            }
        }
        throw taken;
    }

    public int port() {
        return port;
    }

    Address address() {
        return new Address("localhost", port);
    }

    public Path operator() {
        return root.resolve("operator");
    }

    /** Enrolls an organization with the coordinator that serves meanwhile. */
    public void enroll(String organization) {
        member("member", "accept", invite(coordinator("invite", organization, "--dir", operator().toString(), "--benefit", "1",
                "--tier", "1")), "--dir", member(organization), "--yes");
    }

    /** Enrolls many workers, while nobody serves. */
    public List<Enrolled> enrollAll(int workers) throws IOException, InterruptedException, ExecutionException {
        try (Enrolling enrolling = new Enrolling(this)) {
            return enrolling.workers(workers);
        }
    }

    /** An organization's invite for a worker of it. */
    public String invite(String organization, String worker) {
        return invite(member("member", "invite-worker", worker, "--dir", member(organization)));
    }

    /** A worker joins. */
    public PartyFolder join(String organization, String worker, String invite) {
        Path folder = members.resolve(organization).resolve(worker);
        member("worker", "join", invite, "--dir", folder.toString());
        return new PartyFolder(folder);
    }

    private String member(String organization) {
        return members.resolve(organization).resolve("member").toString();
    }

    /** Writes a model of about so many bytes. */
    public Path initialModel(long bytes) throws IOException {
        Path model = root.resolve("initial.safetensors");
        try (FileSink out = FileSink.create(model)) {
            ReferenceModel.initialize(1, bytes, out);
        }
        return model;
    }

    /** Submits a job. */
    public void submit(Job job, Path model) throws IOException {
        submit(Files.writeString(root.resolve("job.yaml"), job.yaml(2 * Files.size(model))), model);
    }

    private void submit(Path job, Path model) {
        coordinator("submit", job.toString(), "--model", model.toString(), "--dir", operator().toString());
    }

    /** Invites stand on a line of their own, the last one. */
    private static String invite(String printed) {
        return printed.strip().lines().reduce((first, last) -> last).orElseThrow().strip();
    }

    private static String coordinator(String... arguments) {
        return run((out, err) -> consort.coordinator.cli.Main.run(out, err, arguments), arguments);
    }

    private static String member(String... arguments) {
        return run((out, err) -> consort.worker.cli.Main.run(out, err, arguments), arguments);
    }

    @FunctionalInterface
    private interface Program {
        int run(PrintWriter out, PrintWriter err);
    }

    private static String run(Program program, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = program.run(new PrintWriter(out, true), new PrintWriter(err, true));
        if (exit != 0) {
            throw new IllegalStateException("consort %s ended with %d: %s%s".formatted(String.join(" ", arguments), exit, out, err));
        }
        return out.toString();
    }
}
