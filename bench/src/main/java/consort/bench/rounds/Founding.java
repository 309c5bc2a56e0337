package consort.bench.rounds;

import consort.worker.folder.PartyFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A consortium founded by the commands that people type, with one organization to which all workers belong. */
final class Founding {

    private final Path root;
    private final int port;

    /** Founds it; nobody serves yet. */
    Founding(Path root) throws IOException {
        this.root = root;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        coordinator("init", operator().toString(), "--domain", "bench.example", "--consortium", "bench",
                "--address", "localhost:" + port, "--listen", "127.0.0.1:" + port, "--currency", "EUR",
                "--rate", "36.00", "--rate-note", "for measuring only");
    }

    int port() {
        return port;
    }

    Path operator() {
        return root.resolve("operator");
    }

    /** Enrolls the organization and its workers with the coordinator that serves meanwhile. */
    List<PartyFolder> enroll(int workers) {
        String member = root.resolve("member").toString();
        member("member", "accept", invite(coordinator("invite", "acme", "--dir", operator().toString(), "--benefit", "1",
                "--tier", "1")), "--dir", member, "--yes");
        List<PartyFolder> folders = new ArrayList<>();
        for (int i = 1; i <= workers; i++) {
            Path folder = root.resolve("w" + i);
            member("worker", "join", invite(member("member", "invite-worker", "w" + i, "--dir", member)), "--dir", folder.toString());
            folders.add(new PartyFolder(folder));
        }
        return folders;
    }

    /** Submits a job. */
    void submit(Path job, Path model) {
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
