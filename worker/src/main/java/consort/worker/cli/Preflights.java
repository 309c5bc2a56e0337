package consort.worker.cli;

import consort.certs.ExpectedCoordinator;
import consort.certs.Invite;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.member.MemberChannel;
import consort.worker.network.Route;
import consort.worker.preflight.AddressCheck;
import consort.worker.preflight.CertificateCheck;
import consort.worker.preflight.Check;
import consort.worker.preflight.ClockCheck;
import consort.worker.preflight.ConfigurationCheck;
import consort.worker.preflight.ConnectionCheck;
import consort.worker.preflight.CoordinatorCheck;
import consort.worker.preflight.DataCheck;
import consort.worker.preflight.DevicesCheck;
import consort.worker.preflight.DiskCheck;
import consort.worker.preflight.EnrolledCheck;
import consort.worker.preflight.IsolationCheck;
import consort.worker.preflight.KeyCheck;
import consort.worker.preflight.LocalMachine;
import consort.worker.preflight.Machine;
import consort.worker.preflight.MemoryCheck;
import consort.worker.preflight.TlsCheck;
import consort.worker.preflight.TrainersCheck;
import consort.worker.preflight.Way;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Which checks there are before what. */
final class Preflights {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** For a certificate: a coordinator's kernel takes connections even while the coordinator has no time for them. */
    private static final Duration TLS_PATIENCE = Duration.ofSeconds(30);
    private static final InstantSource CLOCK = Clock.systemUTC();
    private static final Machine MACHINE = new LocalMachine(System.getenv());

    private Preflights() {
    }

    /** Before anything is spent on an invite: the way to its address, up to the certificate shown there. */
    static List<Check> way(Invite invite, Route route) {
        Way way = new Way(invite.coordinator(), route, "the invite");
        return way(() -> way, () -> ExpectedCoordinator.of(invite));
    }

    /** What a machine must have that is to be a worker; of its worker.yaml, if it has one by now. */
    static List<Check> machine(PartyFolder folder) {
        if (!Files.exists(folder.workerYaml())) {
            return List.of(new DiskCheck(MACHINE, folder, () -> WorkerConfig.Limits.DEFAULT), new MemoryCheck(MACHINE),
                    new DevicesCheck(MACHINE, () -> 1));
        }
        Supplier<WorkerConfig> config = () -> WorkerConfig.read(folder.workerYaml());
        return List.of(new ConfigurationCheck(folder),
                new DiskCheck(MACHINE, folder, () -> config.get().limits()), new MemoryCheck(MACHINE),
                new DevicesCheck(MACHINE, () -> config.get().devices()),
                new TrainersCheck(folder, System.getenv()), new DataCheck(folder), new IsolationCheck(folder, System.getenv()));
    }

    /** Everything, for a worker that has joined. */
    static List<Check> worker(PartyFolder folder, ProxyOption proxy) {
        AtomicReference<Optional<Instant>> told = new AtomicReference<>(Optional.empty());
        List<Check> checks = new ArrayList<>(List.of(
                new EnrolledCheck(folder), new KeyCheck(folder), new CertificateCheck(folder, CLOCK)));
        if (!Files.exists(folder.workerYaml())) {
            checks.add(new ConfigurationCheck(folder));
        }
        checks.addAll(machine(folder));
        checks.addAll(way(
                () -> new Way(folder.coordinator(), proxy.route(folder, folder.coordinator()), folder.path() + "'s worker.yaml or enrolled.json"),
                () -> ExpectedCoordinator.of(folder.authorities())));
        checks.add(new CoordinatorCheck(() -> told.set(answered(folder, proxy))));
        checks.add(clock(told::get));
        return checks;
    }

    /** @param told what time it just was at the coordinator */
    static Check clock(Supplier<Optional<Instant>> told) {
        return new ClockCheck(CLOCK, told);
    }

    private static List<Check> way(Supplier<Way> way, Supplier<ExpectedCoordinator> who) {
        return List.of(new AddressCheck(way), new ConnectionCheck(way, PATIENCE), new TlsCheck(way, who, CLOCK, TLS_PATIENCE));
    }

    private static Optional<Instant> answered(PartyFolder folder, ProxyOption proxy) throws StatusException {
        try (CoordinatorChannel channel = MemberChannel.openAsItIs(folder, proxy.route(folder, folder.coordinator()))) {
            ModelPages.ask(channel);
            return channel.coordinatorTime();
        }
    }
}
