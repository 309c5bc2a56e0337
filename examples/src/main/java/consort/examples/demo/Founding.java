package consort.examples.demo;

import consort.examples.demo.process.PrintedInvite;
import consort.examples.demo.process.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Founds the consortium and enrolls its members and their workers, with the commands that people would type. */
final class Founding {

    /** A cent a second: the bill of a demo of minutes is then worth reading. */
    private static final String RATE_PER_HOUR = "36.00";

    /** The charter says so too: nobody should take it for a price. */
    private static final String RATE_NOTE = "a demo rate";

    private static final int PATIENCE_SECONDS = 120;

    private final Setting setting;
    private final Layout layout;

    Founding(Setting setting) {
        this.setting = setting;
        this.layout = setting.layout();
    }

    /** A port that is free now, below those that systems give to outgoing connections: nobody else gets it while a coordinator is away. */
    static String freeAddress() throws IOException {
        IOException taken = new IOException("no port can be listened on");
        for (int tries = 0; tries < 1000; tries++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return "localhost:" + socket.getLocalPort();
            } catch (IOException e) {
                taken = e;
            }
        }
        throw taken;
    }

    void found() throws IOException, InterruptedException {
        setting.say("Founding consortium demo.example/demo: authority, log key, charter");
        setting.programs().run("coordinator-init", List.of("coordinator", "init",
                layout.coordinator().toString(), "--domain", "demo.example", "--consortium", "demo",
                "--address", setting.address(), "--listen", setting.address(), "--currency", "EUR",
                "--rate", RATE_PER_HOUR, "--rate-note", RATE_NOTE,
                // A majority: so that no two halves can be shown different ledgers.
                "--witnesses", Integer.toString(setting.organizations().size() / 2 + 1)));
    }

    /** Starts the coordinator and waits until it says that it is ready. */
    Program serve() throws IOException, InterruptedException {
        Path log = setting.programs().logOf("coordinator");
        long saidBefore = Files.exists(log) ? Files.size(log) : 0;
        Program coordinator = setting.programs().start("coordinator",
                List.of("coordinator", "serve", layout.coordinator().toString()));
        for (int attempt = 0; attempt < PATIENCE_SECONDS * 20; attempt++) {
            if (!coordinator.runs()) {
                throw new DemoFailure("the coordinator ended; its log: " + log);
            }
            byte[] said = Files.readAllBytes(log);
            String text = new String(said, (int) saidBefore, said.length - (int) saidBefore, StandardCharsets.UTF_8);
            if (text.lines().anyMatch(line -> line.startsWith("ready:"))) {
                return coordinator;
            }
            Thread.sleep(50);
        }
        throw new DemoFailure("the coordinator was not ready within %d s; its log: %s".formatted(PATIENCE_SECONDS, log));
    }

    /** Invites and enrolls all organizations with a worker each, two at a time. */
    void enroll() throws Exception {
        Pairs.map(setting.organizations(), organization -> {
            enroll(organization);
            return organization;
        });
    }

    private void enroll(String organization) throws IOException, InterruptedException {
        int rank = setting.organizations().size() - setting.organizations().indexOf(organization);
        String member = layout.member(organization).toString();
        Path worker = layout.worker(organization);
        String invite = PrintedInvite.in(setting.programs().run("invite-" + organization, List.of("coordinator", "invite", organization,
                "--dir", layout.coordinator().toString(),
                "--benefit", Integer.toString(rank), "--tier", "1")));
        setting.programs().run("accept-" + organization, List.of("member", "accept", invite, "--dir", member, "--yes"));
        String workerInvite = PrintedInvite.in(setting.programs().run("invite-worker-" + organization,
                List.of("member", "invite-worker", "w1", "--dir", member)));
        setting.programs().run("join-" + organization,
                List.of("worker", "join", workerInvite, "--dir", worker.toString()));
        Files.writeString(worker.resolve("worker.yaml"), Site.workerYaml(setting, organization));
        setting.say("  %-10s accepted the charter with its own key; its worker w1 joined".formatted(organization));
    }

    /** Makes the model that all start from. */
    void initialModel() throws IOException, InterruptedException {
        setting.programs().run("init-model", List.of("worker", "init-model",
                "--dir", layout.worker(setting.first()).toString(), "--trainer", setting.recipe().model(),
                "--seed", Long.toString(setting.options().seed()), "--out", layout.initialModel().toString()));
    }
}
