package consort.bench.ledger;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Event;
import consort.coordinator.core.MeasuringPolicy;
import consort.coordinator.core.Now;
import consort.coordinator.core.Reply;
import consort.coordinator.logkey.LogKeyring;
import consort.coordinator.loop.Engine;
import consort.coordinator.loop.Inbox;
import consort.coordinator.loop.LedgerFolder;
import consort.coordinator.loop.LoopThread;
import consort.coordinator.loop.Requests;
import consort.coordinator.rpc.ClaimSignatures;
import consort.ledger.disk.Disk;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.ledger.note.SignerKey;
import consort.ledger.pages.Place;
import consort.ledger.pages.TemporaryPages;
import consort.proto.Hello;
import consort.proto.WorkerMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongFunction;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

/**
 * A coordinator's loop over a folder, and workers that are enrolled and connected. Models and updates are names only: every
 * update is found fit, every sum is its digest. Workers form groups, each with a run of its own: while one's round closes, another works.
 * For one thread, which plays all the workers.
 */
final class Consortium implements AutoCloseable {

    private static final String DOMAIN = "bench.example";
    private static final String ORIGIN = DOMAIN + "/bench";
    private static final int WORKERS_OF_ONE = 100;
    private static final int INBOX = 4096;
    private static final long WEEK_MILLIS = 7L * 24 * 60 * 60 * 1000;

    private final TemporaryPages memory;
    private final Engine engine;
    private final Inbox inbox = new Inbox(INBOX);
    private final Requests requests = new Requests(inbox);
    private final LoopThread loop;
    private final ExecutorService work = Executors.newSingleThreadExecutor(task -> daemon(task, "work"));
    private final List<WorkerId> workers = new ArrayList<>();
    private final Map<WorkerId, SignerKey> keys = new HashMap<>();
    private final Map<WorkerId, Long> seqs = new ConcurrentHashMap<>();
    private final Map<WorkerId, Long> sessions = new HashMap<>();
    /** Tasks that wait to be done, by group. */
    private final List<BlockingQueue<Assigned>> tasks;
    private final ClaimSignatures signatures;
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private volatile ObjLongConsumer<WorkerId> receipts = (worker, seq) -> { };

    /** A task that the coordinator gave. */
    record Assigned(WorkerId worker, long lease, String model) {
    }

    /**
     * Founds a ledger and enrolls workers.
     *
     * @param ledger an empty folder
     * @param count of workers
     * @param groups of equal size
     * @param room a folder in which the state keeps what grows, as that of a coordinator that serves
     */
    Consortium(Disk ledger, int count, int groups, Path room) throws IOException {
        memory = TemporaryPages.in(new Place(room, "the program", "make room there"));
        SignerKey logKey = key(ORIGIN);
        LedgerFolder.found(ledger, charter(), "a".repeat(64), logKey, System.currentTimeMillis());
        this.engine = Engine.open(new Engine.Parts(ledger, LogKeyring.of(logKey), new Random(1), "consort bench", digest -> 1,
                () -> Ephemeral.Surroundings.NONE, MeasuringPolicy.NEVER, memory), now());
        this.loop = new LoopThread(engine, inbox, Consortium::now, this::perform, failed::complete);
        this.tasks = Stream.generate(() -> (BlockingQueue<Assigned>) new LinkedBlockingQueue<Assigned>()).limit(groups).toList();
        this.signatures = new ClaimSignatures(subject -> subject.workerId().map(keys::get).map(SignerKey::verifierKey));
        loop.start();
        for (int from = 0; from < count; from += WORKERS_OF_ONE) {
            enroll("org" + from / WORKERS_OF_ONE, Math.min(WORKERS_OF_ONE, count - from));
        }
        for (WorkerId worker : workers) {
            long session = sessions.size() + 1;
            sessions.put(worker, session);
            put(new Event.Received(worker, session, WorkerMessage.newBuilder().setHello(Hello.newBuilder()
                    .addTrainers("trainer").addData(data(group(worker))).setDevices(1)).build()));
        }
    }

    /** Submits a job for each group; their first tasks come at once. */
    void train(int rounds) {
        for (int group = 0; group < tasks.size(); group++) {
            train(group, rounds);
        }
    }

    private void train(int group, int rounds) {
        JobDocument job = JobDocument.read(JsonObject.builder().put("name", "job" + group).put("trainer", "trainer")
                .put("model", Document.digest(new byte[0])).put("data", data(group)).put("rounds", rounds).put("steps", 5)
                .put("seed", 7).put("weights", "equal")
                .put("cohort", JsonObject.builder().put("min", groupSize()).put("max", groupSize()).build())
                .put("quorum", groupSize()).put("gatherSeconds", 1).put("roundSeconds", 86_400).put("waitSeconds", 60)
                .put("dropoutSeconds", 60).put("maxAbandonedRounds", 0).put("maxUpdateNormMillionths", 1_000_000)
                .put("maxUpdateBytes", 1000).put("settings", JsonObject.EMPTY).build());
        Reply reply = ask(ticket -> new Event.SubmitJob(ticket, "operator", job.bytes()));
        if (!(reply instanceof Reply.Submitted)) {
            throw new IllegalStateException("the job was not taken: " + reply);
        }
    }

    /** Waits until every worker of the first group has a task, and signs the claims for them. */
    List<SignedClaim> claims() {
        List<Assigned> round = new ArrayList<>();
        while (round.size() < groupSize()) {
            round.add(task(0));
        }
        return round.parallelStream().map(this::claim).toList();
    }

    /** Waits until a worker of a group has a task. */
    Assigned task(int group) {
        try {
            if (failed.isDone()) {
                throw new IllegalStateException(failed.join());
            }
            return tasks.get(group).take();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** Signs the claim of a task. */
    SignedClaim claim(Assigned task) {
        return SignedClaim.of(DOMAIN, task, seqs.merge(task.worker(), 1L, Long::sum), keys.get(task.worker()));
    }

    int groupSize() {
        return workers.size() / tasks.size();
    }

    private int group(WorkerId worker) {
        return (int) ((sessions.get(worker) - 1) % tasks.size());
    }

    private static String data(int group) {
        return "data" + group;
    }

    /** Who is told of receipts, on the loop's thread. */
    void onReceipt(ObjLongConsumer<WorkerId> listener) {
        receipts = listener;
    }

    /** What arrives at the port: the claim's signature is looked at on the calling thread, as a call's thread would. */
    void offer(SignedClaim claim) {
        put(new Event.Received(claim.worker(), sessions.get(claim.worker()), claim.message(), signatures.verified(claim.worker(), claim.message())));
    }

    long size() {
        return engine.state().size();
    }

    @Override
    public void close() throws IOException {
        try {
            loop.stop();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        work.shutdownNow();
        memory.close();
        if (failed.isDone()) {
            throw new IOException("the loop failed", failed.join());
        }
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Send send when send.message().hasTask() -> tasks.get(group(send.worker())).add(new Assigned(send.worker(),
                    send.message().getTask().getLease(), send.message().getTask().getModel()));
            case Effect.Send send when send.message().hasReceipt() ->
                    receipts.accept(send.worker(), send.message().getReceipt().getSeq());
            case Effect.Send send when send.message().hasClaimRefused() ->
                    failed.complete(new IllegalStateException(send.message().getClaimRefused().getReason()));
            case Effect.Answer answer -> requests.answer(answer);
            case Effect.CheckModel check -> later(new Event.ModelChecked(check.ticket(), check.job(), check.purpose(),
                    new Event.ModelVerdict.Fit(new Event.ModelFacts(1, 1, 2))));
            case Effect.FindModel find -> later(new Event.ModelLookedFor(find.run(), find.model(), true));
            case Effect.CheckUpdate check ->
                    later(new Event.UpdateChecked(check.worker(), check.seq(), new Event.UpdateVerdict.Fit(1_000)));
            case Effect.Aggregate sum -> later(new Event.Aggregated(sum.run(), sum.round(), new Event.AggregationResult.Done(
                    Document.digest((sum.previous() + sum.round()).getBytes(StandardCharsets.UTF_8)), 1)));
            default -> { }
        }
    }

    /** The loop must not wait for room in its own inbox. */
    private void later(Event event) {
        work.execute(() -> put(event));
    }

    private void put(Event event) {
        try {
            inbox.put(event);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply ask(LongFunction<Event.Request> request) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        requests.ask(request, reply::complete);
        return reply.join();
    }

    private void enroll(String organization, int count) {
        long expires = System.currentTimeMillis() + WEEK_MILLIS;
        SignerKey own = key(KeyNames.organization(ORIGIN, organization));
        String hash = hash(organization);
        ask(ticket -> new Event.Invite(ticket, organization, hash, expires, 1, 1));
        byte[] acceptance = Entries.sign(DOMAIN,
                new Acceptance(System.currentTimeMillis(), organization, 1, charter().digest(), 1, 1), own);
        ask(ticket -> new Event.EnrollOrganization(ticket, hash, own.verifierKey().toString(), acceptance));
        for (int i = 0; i < count; i++) {
            enroll(new WorkerId(organization, "w" + i), own, i + 2, expires);
        }
    }

    private void enroll(WorkerId worker, SignerKey organization, long seq, long expires) {
        SignerKey invite = key(KeyNames.invite(ORIGIN, worker));
        SignerKey own = key(KeyNames.worker(ORIGIN, worker));
        byte[] invitation = Entries.sign(DOMAIN, Key.workerInvite(System.currentTimeMillis(), worker, seq,
                invite.verifierKey().toString(), hash(worker.toString()), expires), organization);
        ask(ticket -> new Event.AppendEntry(ticket, worker.organization(), invitation));
        byte[] key = Entries.sign(DOMAIN, Key.worker(System.currentTimeMillis(), worker, own.verifierKey().toString()), invite);
        Reply reply = ask(ticket -> new Event.EnrollWorker(ticket, hash(worker.toString()), key));
        if (reply instanceof Reply.Refused refused) {
            throw new IllegalStateException("worker " + worker + " was not enrolled: " + refused);
        }
        workers.add(worker);
        keys.put(worker, own);
    }

    private static CharterDocument charter() {
        return CharterDocument.parse(JsonObject.builder().put("consortium", "bench").put("domain", DOMAIN).put("currency", "EUR")
                .put("rateMinorPerHour", 184).put("rateNote", "for measuring only").put("settlement", "transfers")
                .put("share", JsonObject.builder().put("byBenefit", 0).put("tiered", 0).put("equal", 100).build())
                .put("outcomes", JsonObject.builder().put("accepted", 1000).put("evaluated", 1000).put("late", 500)
                        .put("refused", 0).put("failed", 0).build())
                .put("approvals", 0).put("witnesses", "none").put("disputeDays", 30).build().canonicalBytes());
    }

    /** Of no secret: whoever has the program has all keys. */
    private static SignerKey key(String name) {
        byte[] seed = Arrays.copyOf(hash(name).getBytes(StandardCharsets.US_ASCII), SignerKey.SEED_BYTES);
        return SignerKey.fromSeed(name, seed);
    }

    private static String hash(String what) {
        return Document.digest(what.getBytes(StandardCharsets.UTF_8));
    }

    private static Now now() {
        return new Now(System.currentTimeMillis(), System.nanoTime() / 1_000_000);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
