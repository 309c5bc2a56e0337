package consort.worker.run;

import consort.certs.Tls;
import consort.ledger.audit.Trust;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CharterDocument;
import consort.worker.agent.Agent;
import consort.worker.agent.AgentThread;
import consort.worker.agent.TrustKeeper;
import consort.worker.benchmark.Benchmarks;
import consort.worker.cache.ModelCache;
import consort.worker.confidential.Confidential;
import consort.worker.confidential.Confiding;
import consort.worker.control.Control;
import consort.worker.control.ControlWatch;
import consort.worker.control.Ending;
import consort.worker.copy.KeptCharter;
import consort.worker.folder.ConfigException;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.isolation.Isolating;
import consort.worker.isolation.TrainerCommands;
import consort.worker.metering.SiteMeters;
import consort.worker.network.Route;
import consort.worker.outbox.Outbox;
import consort.worker.policy.Policy;
import consort.worker.rpc.BlobClient;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.GrpcStreams;
import consort.worker.rpc.GrpcTransfers;
import consort.worker.rpc.Pace;
import consort.worker.session.Effect;
import consort.worker.session.Event;
import consort.worker.session.Notice;
import consort.worker.session.Now;
import consort.worker.session.Site;
import consort.worker.session.Timing;
import consort.worker.task.LocalWorkbench;
import consort.worker.task.Trainers;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lends devices until it is asked to stop, or must. */
public final class WorkerRun {

    private static final String LOCK = "lock";
    private static final String STOPPED = "stopped before it asked for tasks";

    private final PartyFolder folder;
    private final WorkerConfig config;
    private final Route route;
    private final TrainerCommands commands;
    private final Consumer<Notice> notices;
    private final AgentWitness witness;
    private final BenchmarksFirst first;
    private volatile Optional<String> stopCause = Optional.empty();
    /** Of the session that runs, or ran last. */
    private volatile AgentThread thread = new AgentThread();

    /**
     * @param route how the coordinator is reached
     * @param isolating whether its trainers are isolated
     * @param notices told one line for every event; may be called from several threads
     */
    public WorkerRun(PartyFolder folder, WorkerConfig config, Route route, Isolating isolating, Consumer<Notice> notices) {
        this.folder = folder;
        this.config = config;
        this.route = route;
        this.commands = new TrainerCommands(folder, config, isolating, System.getenv());
        this.witness = new AgentWitness(folder, config, notices, this::stop, () -> thread.post(new Event.GapAsked()));
        this.first = new BenchmarksFirst(folder, config, commands.all(), witness, notices);
        this.notices = notices;
    }

    /** What the folder says of its worker. */
    private Site site(Policy policy, Optional<SiteMeters> meters, Map<String, Long> measuredMillis) {
        Enrolled enrolled = folder.enrolled();
        Trust trust = folder.trust();
        return new Site(enrolled.organization(), enrolled.worker().orElseThrow(), trust.logKeys(),
                config.trainers().keySet(), config.data().keySet(), config.devices(),
                config.limits().modelBytes(), config.limits().updateBytes(), policy,
                meters.map(SiteMeters::deviceIds).orElse(List.of()), measuredMillis);
    }

    /**
     * Runs until the agent ends; when this returns, the trainer has ended too.
     *
     * @throws consort.ledger.disk.LockedException when another process runs this worker
     * @throws IOException when the folder cannot be used
     */
    public Effect.Exit run() throws IOException, InterruptedException {
        FileDisk disk = new FileDisk(folder.path());
        try (Disk.Lock _ = disk.lock(LOCK)) {
            Outbox.clearHalves(disk);
            Control control = new Control(folder);
            control.begin();
            Effect.Exit ended = run(disk, control);
            Effect.Exit exit = witness.caught().orElse(ended);
            keep(exit, control);
            return exit;
        }
    }

    private static void keep(Effect.Exit exit, Control control) {
        try {
            control.end(new Ending(System.currentTimeMillis(), exit.exitCode(), exit.message(), false));
        } catch (ConfigException full) {
            // Only those who look miss it.
        }
    }

    private Effect.Exit run(Disk disk, Control control) throws IOException, InterruptedException {
        ModelCache cache = new ModelCache(folder.path().resolve("cache"), config.limits().cacheBytes());
        try (Renewal renewal = new Renewal(folder, notices, Clock.systemUTC());
                CoordinatorChannel channel = new CoordinatorChannel(
                        folder.coordinator(), route, () -> Tls.client(renewal::newest, renewal::authorities, Clock.systemUTC()),
                        () -> renewal.newest().certificate().getNotAfter().toInstant());
                Trainers trainers = new Trainers(commands.all());
                GrpcTransfers transfers = new GrpcTransfers(new BlobClient(channel,
                        new Pace(config.bandwidth().upBytesPerSecond()), new Pace(config.bandwidth().downBytesPerSecond())), cache);
                GrpcStreams streams = new GrpcStreams(channel, issuer -> renewal.issuer(issuer, channel));
                AgentWitness _ = witness) {
            renewal.start(channel);
            Confiding confiding = Confidential.of(folder, config);
            while (true) {
                Optional<Effect.Exit> ended = first.run(channel, disk, confiding)
                        .or(() -> first.isStopped() ? Optional.of(new Effect.Exit(0, STOPPED)) : Optional.empty());
                if (ended.isPresent()) {
                    notices.accept(new Notice(Notice.Kind.END, ended.get().message()));
                    return ended.get();
                }
                Effect.Exit exit = lend(disk, control, channel, confiding, new Lent(trainers, cache, transfers, streams, renewal::learn));
                if (!exit.again()) {
                    return exit;
                }
                if (exit.measure().isPresent()) {
                    first.want(exit.measure().get(), disk);
                }
            }
        }
    }

    /** What every session works with. */
    private record Lent(Trainers trainers, ModelCache cache, GrpcTransfers transfers, GrpcStreams streams, TrustKeeper trust) {
    }

    /** One session, which ends for good, or for a benchmark or an entry. */
    private Effect.Exit lend(Disk disk, Control control, CoordinatorChannel channel, Confiding confiding, Lent lent)
            throws IOException, InterruptedException {
        Optional<CharterDocument> charter = KeptCharter.kept(folder);
        witness.start(channel);
        Optional<SiteMeters> meters = charter.isEmpty() ? Optional.empty()
                : SiteMeters.agreed(charter.get(), folder.path(), config.devices());
        AgentThread own = new AgentThread();
        thread = own;
        stopCause.ifPresent(cause -> own.post(new Event.StopRequested(cause)));
        try (LocalWorkbench workbench = new LocalWorkbench(lent.trainers(), lent.cache(), config.data(), folder.path().resolve("work"),
                meters.map(SiteMeters::meter))) {
            Outbox outbox = Outbox.open(disk);
            Agent.Ports ports = new Agent.Ports(lent.streams(), lent.transfers(), workbench, lent.trust(), WorkerRun::now, notices,
                    confiding);
            Agent agent = new Agent(site(policy(channel, disk), meters, first.measuredMillis(disk)), Timing.DEFAULT, outbox,
                    folder.signingKey(), ports, new SecureRandom(), own);
            return own.run(agent, new ControlWatch(control, System::currentTimeMillis));
        }
    }

    /**
     * The policy of worker.yaml, at the charter's rate if there is a budget in money: for the highest score of its trainers,
     * so that the cap holds for each.
     */
    private Policy policy(CoordinatorChannel channel, Disk disk) throws IOException {
        Policy policy = config.policy();
        if (policy.budget().monthAmountMinor().isEmpty()) {
            return policy;
        }
        CharterDocument charter = KeptCharter.read(folder, channel);
        long score = new Benchmarks(disk, charter, config).highestScoreMilli();
        return policy.at(Math.ceilDiv(Math.multiplyExact(charter.rateMinorPerHour(), score), 1000));
    }

    /** Asks the worker to end as soon as nothing would be lost. From any thread. */
    public void stop(String cause) {
        stopCause = Optional.of(cause);
        first.stop();
        thread.post(new Event.StopRequested(cause));
    }

    private static Now now() {
        return new Now(System.currentTimeMillis(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }
}
