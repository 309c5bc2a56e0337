package consort.bench.rounds;

import consort.certs.Tls;
import consort.ledger.disk.FileDisk;
import consort.worker.agent.Agent;
import consort.worker.agent.AgentThread;
import consort.worker.cache.ModelCache;
import consort.worker.confidential.Confiding;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.network.Route;
import consort.worker.outbox.Outbox;
import consort.worker.policy.Policy;
import consort.worker.rpc.BlobClient;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.GrpcStreams;
import consort.worker.rpc.GrpcTransfers;
import consort.worker.session.Effect;
import consort.worker.session.Event;
import consort.worker.session.Now;
import consort.worker.session.Site;
import consort.worker.session.Timing;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The worker's agent as it is, with its network and disk, but with {@link AddingWorkbench} for its trainer. */
final class ResidentWorker implements Callable<Effect.Exit> {

    static final String TRAINER = "adding";
    static final String DATA = "none";

    private final PartyFolder folder;
    private final long maxBytes;
    private final Beats beats;
    private final AgentThread thread = new AgentThread();

    /** @param maxBytes the largest model and update */
    ResidentWorker(PartyFolder folder, long maxBytes, Beats beats) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.beats = beats;
    }

    /** Runs until it is stopped. */
    @Override
    public Effect.Exit call() throws IOException, InterruptedException {
        // Room for the model that is used and the one that comes.
        ModelCache cache = new ModelCache(folder.path().resolve("cache"), 3 * maxBytes);
        try (CoordinatorChannel channel = new CoordinatorChannel(folder.coordinator(), new Route.Direct(),
                Tls.client(folder::credential, folder::authorities, Clock.systemUTC()));
                GrpcTransfers transfers = new GrpcTransfers(new BlobClient(channel), cache);
                GrpcStreams streams = new GrpcStreams(channel, issuer -> { });
                AddingWorkbench workbench = new AddingWorkbench(cache, beats)) {
            Agent.Ports ports = new Agent.Ports(streams, transfers, workbench, (entries, certificates) -> { }, ResidentWorker::now,
                    notice -> { }, Confiding.NOTHING);
            Agent agent = new Agent(site(), Timing.DEFAULT, Outbox.open(new FileDisk(folder.path())), folder.signingKey(), ports,
                    new SecureRandom(), thread);
            return thread.run(agent, state -> List.of());
        }
    }

    void stop() {
        thread.post(new Event.StopRequested("measured"));
    }

    private Site site() {
        Enrolled enrolled = folder.enrolled();
        return new Site(enrolled.organization(), enrolled.worker().orElseThrow(), folder.trust().logKeys(), Set.of(TRAINER), Set.of(DATA),
                1, maxBytes, maxBytes, Policy.NONE, List.of(), Map.of());
    }

    private static Now now() {
        return new Now(System.currentTimeMillis(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }
}
