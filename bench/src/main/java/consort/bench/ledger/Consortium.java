package consort.bench.ledger;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Event;
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
import consort.proto.Hello;
import consort.proto.WorkerMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import java.util.function.ObjLongConsumer;

/**
 * A coordinator's loop over a folder, and workers that are enrolled and connected. Models and updates are names only: every
 * update is found fit, every sum is its digest. For one thread, which plays all the workers.
 */
final class Consortium implements AutoCloseable {

    private static final String DOMAIN = "bench.example";
    private static final String ORIGIN = DOMAIN + "/bench";
    private static final int WORKERS_OF_ONE = 100;
    private static final int INBOX = 4096;
    private static final long WEEK_MILLIS = 7L * 24 * 60 * 60 * 1000;

    private final Engine engine;
    private final Inbox inbox = new Inbox(INBOX);
    private final Requests requests = new Requests(inbox);
    private final LoopThread loop;
    private final ExecutorService work = Executors.newSingleThreadExecutor(task -> daemon(task, "work"));
    private final List<WorkerId> workers = new ArrayList<>();
    private final Map<WorkerId, SignerKey> keys = new HashMap<>();
    private final Map<WorkerId, Long> seqs = new HashMap<>();
    private final BlockingQueue<Assigned> tasks;
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
     */
    Consortium(Disk ledger, int count) throws IOException {
        SignerKey logKey = key(ORIGIN);
        LedgerFolder.found(ledger, charter(), "a".repeat(64), logKey, System.currentTimeMillis());
        this.engine = Engine.open(new Engine.Parts(ledger, LogKeyring.of(logKey), new Random(1), "consort bench", digest -> 1,
                () -> Ephemeral.Surroundings.NONE), now());
        this.loop = new LoopThread(engine, inbox, Consortium::now, this::perform, failed::complete);
        this.tasks = new ArrayBlockingQueue<>(2 * count);
        this.signatures = new ClaimSignatures(subject -> subject.workerId().map(keys::get).map(SignerKey::verifierKey));
        loop.start();
        for (int from = 0; from < count; from += WORKERS_OF_ONE) {
            enroll("org" + from / WORKERS_OF_ONE, Math.min(WORKERS_OF_ONE, count - from));
        }
        long session = 0;
        for (WorkerId worker : workers) {
            put(new Event.Received(worker, ++session, WorkerMessage.newBuilder().setHello(Hello.newBuilder()
                    .addTrainers("trainer").addData("data").setDevices(1)).build()));
        }
    }

    /** Submits a job for all workers together; their first tasks come at once. */
    void train(int rounds) {
        JobDocument job = JobDocument.read(JsonObject.builder().put("name", "job").put("trainer", "trainer")
                .put("model", Document.digest(new byte[0])).put("data", "data").put("rounds", rounds).put("steps", 5)
                .put("seed", 7).put("weights", "equal")
                .put("cohort", JsonObject.builder().put("min", workers.size()).put("max", workers.size()).build())
                .put("quorum", workers.size()).put("gatherSeconds", 1).put("roundSeconds", 86_400).put("waitSeconds", 60)
                .put("dropoutSeconds", 60).put("maxAbandonedRounds", 0).put("maxUpdateNormMillionths", 1_000_000)
                .put("maxUpdateBytes", 1000).put("settings", JsonObject.EMPTY).build());
        Reply reply = ask(ticket -> new Event.SubmitJob(ticket, "operator", job.bytes()));
        if (!(reply instanceof Reply.Submitted)) {
            throw new IllegalStateException("the job was not taken: " + reply);
        }
    }

    /** Waits until every worker has a task, and signs the claims for them. */
    List<SignedClaim> claims() {
        List<Assigned> round = new ArrayList<>();
        while (round.size() < workers.size()) {
            round.add(take());
        }
        return round.parallelStream().map(task -> SignedClaim.of(DOMAIN, task, seqs.get(task.worker()), keys.get(task.worker())))
                .toList();
    }

    /** Who is told of receipts, on the loop's thread. */
    void onReceipt(ObjLongConsumer<WorkerId> listener) {
        receipts = listener;
    }

    /** What arrives at the port: the claim's signature is looked at on the calling thread, as a call's thread would. */
    void offer(SignedClaim claim) {
        long session = workers.indexOf(claim.worker()) + 1L;
        put(new Event.Received(claim.worker(), session, claim.message(), signatures.verified(claim.worker(), claim.message())));
    }

    /** All claims have their receipts. */
    void settled() {
        seqs.replaceAll((worker, seq) -> seq + 1);
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
        if (failed.isDone()) {
            throw new IOException("the loop failed", failed.join());
        }
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Send send when send.message().hasTask() -> tasks.add(new Assigned(send.worker(),
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

    private Assigned take() {
        try {
            if (failed.isDone()) {
                throw new IllegalStateException(failed.join());
            }
            return tasks.take();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
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
        seqs.put(worker, 1L);
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
