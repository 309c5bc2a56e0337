package consort.coordinator.cli;

import consort.certs.Address;
import consort.certs.Admission;
import consort.certs.Authority;
import consort.certs.Credential;
import consort.coordinator.blobs.BlobKeeping;
import consort.coordinator.blobs.DiskBlobStore;
import consort.coordinator.blobs.ModelWork;
import consort.coordinator.core.ClockProblem;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Memory;
import consort.coordinator.core.Now;
import consort.coordinator.core.WitnessFacts;
import consort.coordinator.logkey.LogKeyring;
import consort.coordinator.loop.AttendedClock;
import consort.coordinator.loop.Engine;
import consort.coordinator.loop.FreeSpace;
import consort.coordinator.loop.Inbox;
import consort.coordinator.loop.LoopThread;
import consort.coordinator.loop.Proofs;
import consort.coordinator.loop.Requests;
import consort.coordinator.rpc.AdminServer;
import consort.coordinator.rpc.CoordinatorServer;
import consort.coordinator.rpc.Registrar;
import consort.coordinator.rpc.Revoked;
import consort.coordinator.witness.Cosigning;
import consort.coordinator.witness.PublishedLog;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.disk.FileProblem;
import consort.ledger.disk.LockedException;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogStore;
import consort.ledger.log.TileSource;
import consort.ledger.pages.Place;
import consort.ledger.pages.TemporaryPages;
import consort.model.aggregate.Lanes;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running coordinator: engine and loop, blob store, pools and port, put together from its folder. */
public final class Serving {

    /** The launcher says which version it runs. */
    private static final String SOFTWARE = "consort/" + System.getProperty("consort.version", "development");
    private static final Duration BETWEEN_LOOKS_AT_SPACE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private final Engine engine;
    private final LoopThread loop;
    private final CoordinatorServer server;
    private final Optional<AdminServer> admin;
    private final Performer performer;
    private final Cosigning cosigning;
    private final ExecutorService calls;
    private final ExecutorService lanes;
    private final FreeSpace space;

    private Serving(Engine engine, LoopThread loop, CoordinatorServer server, Optional<AdminServer> admin, Performer performer,
            Cosigning cosigning, ExecutorService calls, ExecutorService lanes, FreeSpace space) {
        this.engine = engine;
        this.loop = loop;
        this.server = server;
        this.admin = admin;
        this.performer = performer;
        this.cosigning = cosigning;
        this.calls = calls;
        this.lanes = lanes;
        this.space = space;
    }

    /**
     * Recovers the ledger and opens the port.
     *
     * @param fatal is told of a failure after which nothing goes on; ends the process
     */
    static Serving start(CoordinatorFolder folder, CoordinatorConfig config, Consumer<Throwable> fatal) {
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.systemUTC();
        LogKeyring logKeys = new LogKeyring(folder.logKeys());
        AtomicReference<CoordinatorServer> port = new AtomicReference<>();
        AtomicReference<DiskBlobStore> store = new AtomicReference<>();
        AtomicReference<FreeSpace> space = new AtomicReference<>();
        try {
            Disk root = new FileDisk(folder.root());
            Disk ledger = new FileDisk(folder.ledger());
            requireFree(config.socket(), config.listen(), ledger, logKeys);
            Inbox inbox = new Inbox(config.inboxEvents());
            Engine engine = Engine.open(new Engine.Parts(ledger, logKeys, random, SOFTWARE,
                    digest -> store.get().size(digest).orElse(0), () -> new Ephemeral.Surroundings(
                            port.get() == null ? Map.of() : port.get().traffic(), inbox.lagMillis(), storage(space.get(), config, store.get()),
                            memory(config), port.get() == null ? WitnessFacts.NONE : port.get().witnesses()), config.measuring(),
                    TemporaryPages.in(new Place(folder.root(), "the coordinator", "make room there, and start again"))), now(clock));
            ClockProblem.of(engine.state().ledgerTimeMillis(), clock.millis()).ifPresent(LOG::warn);
            store.set(blobs(engine, root, config));
            DiskBlobStore blobs = store.get();
            BlobKeeping keeping = BlobKeeping.atStart(blobs, config.retention());
            AuthorityKeys authorities = new AuthorityKeys(folder, random, engine::authorities);
            authorities.note();
            Supplier<Credential> credential = renewed(folder, config, authorities, random, clock);
            Requests requests = new Requests(inbox);
            ExecutorService calls = pool(config.callThreads(), "call");
            ExecutorService lanes = pool(config.workThreads(), "lane");
            ModelWork work = new ModelWork(blobs, Lanes.of(lanes, config.workThreads()));
            Proving proving = new Proving(new Proofs(TileSource.of(ledger)), pool(1, "proof"), send -> port.get().send(send));
            Performer performer = new Performer(inbox, requests, work, keeping, pool(config.workThreads(), "work"), proving, port::get,
                    authorities::note, fatal);
            LoopThread loop = new LoopThread(engine, inbox, new AttendedClock(() -> now(clock)), performer, fatal);
            Admission admission = new Admission(authorities::counting, clock, new Revoked(engine::admitted, folder::operatorNumber),
                    invite -> engine.standing(invite.hex(), clock.millis()), LOG::info);
            Registrar registrar = new Registrar(authorities, logKeys.origin(), engine.logKeys().first().toString(),
                    config.certificates().member(), clock, root, new Registrar.Ledger(engine::used, engine::admitted,
                            subject -> engine.admitted().key(subject)));
            Cosigning cosigning = new Cosigning(new PublishedLog(ledger, engine.log(), () -> engine.published().newest(),
                    OutsideWitness.keys(config.witnesses())), () -> now(clock).monotonicMillis(), fatal);
            CoordinatorServer server = listen(config, credential, admission, new CoordinatorServer.Parts(inbox, requests,
                    blobs, ledger, "", engine::published, registrar, engine.logKeys(), worker -> engine.admitted().evicts(worker),
                    cosigning, calls, clock), engine);
            port.set(server);
            Optional<AdminServer> admin = listenToAdmin(config, server, calls, engine);
            space.set(new FreeSpace(folder.root().toFile()::getUsableSpace, BETWEEN_LOOKS_AT_SPACE));
            loop.start();
            OutsideWitness.attend(config.witnesses(), cosigning);
            cosigning.start();
            return new Serving(engine, loop, server, admin, performer, cosigning, calls, lanes, space.get());
        } catch (LockedException held) {
            throw new CommandException(ExitCode.IN_USE, "another coordinator is serving the folder "
                    + folder.root().toAbsolutePath().normalize() + ": stop that one first, or name another folder");
        } catch (LogDamagedException damaged) {
            throw Failures.ofLedger(damaged);
        } catch (IOException e) {
            throw new CommandException(ExitCode.DISK_FAILED, "the folder " + folder.root().toAbsolutePath().normalize()
                    + " cannot be used: " + FileProblem.text(e) + "; check its permissions and the space on its disk");
        }
    }

    /** Opened by who has the log's lock, and nobody else: to open it empties the staging area, which may be in use. */
    private static DiskBlobStore blobs(Engine engine, Disk root, CoordinatorConfig config) throws IOException {
        try {
            return DiskBlobStore.open(root, config.blobs());
        } catch (IOException | RuntimeException failed) {
            engine.close();
            throw failed;
        }
    }

    /** Asked before the ledger says that a coordinator started: a service that is started again and again would say so each time. */
    private static void requireFree(InetSocketAddress socket, Address address, Disk ledger, LogKeyring logKeys) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(socket);
        } catch (IOException taken) {
            // Who serves this folder has its port, too: then that is what to say.
            LogStore.open(ledger, logKeys.verifiers()).close();
            throw cannotListen(address, taken);
        }
    }

    private static CoordinatorServer listen(CoordinatorConfig config, Supplier<Credential> credential, Admission admission,
            CoordinatorServer.Parts parts, Engine engine) throws IOException {
        try {
            return CoordinatorServer.start(config.socket(), config.server(), credential, admission, parts);
        } catch (IOException e) {
            engine.close();
            throw cannotListen(config.listen(), e);
        }
    }

    private static Optional<AdminServer> listenToAdmin(CoordinatorConfig config, CoordinatorServer server,
            ExecutorService calls, Engine engine) throws IOException {
        if (config.admin().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AdminServer.start(config.adminSocket().orElseThrow(), server.services(), calls));
        } catch (IOException e) {
            server.abandon();
            engine.close();
            throw cannotListen(config.admin().orElseThrow(), e);
        }
    }

    private static CommandException cannotListen(Address address, IOException e) {
        return new CommandException(ExitCode.PORT, "cannot listen on " + address + ": " + rootMessage(e)
                + ". Another program has this port, or the address is not this machine's ('ss -ltnp' shows who listens): stop it, or"
                + " set 'listen' in coordinator.yaml");
    }

    private static String rootMessage(Throwable failure) {
        return failure.getCause() == null ? failure.getMessage() : rootMessage(failure.getCause());
    }

    /** The server's credential, made anew when two thirds of its life are over, or its authority is retired. */
    private static Supplier<Credential> renewed(CoordinatorFolder folder, CoordinatorConfig config, AuthorityKeys authorities,
            SecureRandom random, Clock clock) {
        AtomicReference<Credential> newest =
                new AtomicReference<>(folder.coordinator(authorities.showing(), config, random, clock.instant()));
        return () -> newest.updateAndGet(kept -> {
            Authority showing = authorities.showing();
            boolean good = clock.instant().isBefore(kept.renewAt())
                    && kept.chain().getLast().equals(showing.certificate().certificate());
            return good ? kept : folder.coordinator(showing, config, random, clock.instant());
        });
    }

    private static Now now(Clock clock) {
        return new Now(clock.millis(), Duration.ofNanos(System.nanoTime()).toMillis());
    }

    private static Ephemeral.Storage storage(FreeSpace space, CoordinatorConfig config, DiskBlobStore blobs) {
        return new Ephemeral.Storage(blobs.usedBytes(), config.blobs().maxBlobBytes(), config.blobs().maxTotalBytes(),
                space.bytes(), config.retention(), digest -> blobs.size(digest).orElse(0));
    }

    static Memory memory(CoordinatorConfig config) {
        return new Memory(config.server().peerHeapBytes(config.inboxEvents()), Runtime.getRuntime().maxMemory(),
                config.server().peerDirectBytes(), PlatformDependent.maxDirectMemory());
    }

    private static ExecutorService pool(int threads, String name) {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return Executors.newFixedThreadPool(threads, factory);
    }

    int port() {
        return server.port();
    }

    long recoveredEntries() {
        return engine.recoveredEntries();
    }

    /** Whether it began with waiting for members' reports, because its ledger was restored. */
    boolean recovering() {
        return engine.opensRecovering();
    }

    /** Takes no more calls, finishes the batch under way, and publishes a last checkpoint. */
    void stop() throws InterruptedException {
        if (admin.isPresent()) {
            admin.get().stop();
        }
        server.stop();
        performer.stop();
        cosigning.close();
        loop.stop();
        space.close();
        calls.shutdownNow();
        lanes.shutdownNow();
    }
}
