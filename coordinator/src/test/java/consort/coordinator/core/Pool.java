package consort.coordinator.core;

import com.google.protobuf.ByteString;
import consort.coordinator.logkey.LogKeyring;
import consort.coordinator.loop.Engine;
import consort.coordinator.loop.LedgerFolder;
import consort.coordinator.loop.Proofs;
import consort.coordinator.loop.RestoredMark;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Approval;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.Pages;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.json.JsonObject;
import consort.ledger.log.LogStore;
import consort.ledger.log.TileSource;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import consort.proto.Claim;
import consort.proto.CoordinatorMessage;
import consort.proto.HandBack;
import consort.proto.Hello;
import consort.proto.Progress;
import consort.proto.ProofWanted;
import consort.proto.WorkerMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A consortium in memory for tests: an engine on a simulated disk, fake time, and workers whose keys the test holds. */
public final class Pool {

    public static final String ORIGIN = "example.org/pool";
    public static final String MODEL = Document.digest("model".getBytes());
    /** A model of 1 byte. */
    public static final Event.ModelVerdict FIT = new Event.ModelVerdict.Fit(new Event.ModelFacts(1, 1, 2));
    private static final String DOMAIN = "example.org";
    private static final String AUTHORITY = "a".repeat(64);

    public SimulatedDisk disk = new SimulatedDisk(new Random(1));
    public final SignerKey logKey = key(ORIGIN);
    public LogKeyring logKeys = LogKeyring.of(logKey);
    /** What was sent to workers and not yet looked at, in order. */
    public final List<Effect.Send> sent = new ArrayList<>();
    /** What the engine released besides messages, in order. */
    public final List<Effect> released = new ArrayList<>();
    /** Whether aggregations are answered at once. */
    public boolean aggregates = true;
    /** Whether checks of updates are left unanswered. */
    public boolean holdChecks;
    /** Whether searches for runs' models are answered at once. */
    public boolean finds = true;
    /** Models that are not stored. */
    public final Set<String> gone = new HashSet<>();
    /** What is found of initial models. */
    public Event.ModelVerdict modelVerdict = FIT;
    public Event.UpdateVerdict verdict = new Event.UpdateVerdict.Fit(1_000);
    public Ephemeral.Surroundings surroundings = Ephemeral.Surroundings.NONE;
    /** Where the engine gets its surroundings. */
    public Supplier<Ephemeral.Surroundings> observing = () -> surroundings;
    public Engine engine;

    /** When workers are asked for benchmarks again, from the next start on. */
    public MeasuringPolicy measuring = MeasuringPolicy.NEVER;
    /** Where the state of the next process stands. */
    public Pages memory = Pages.HEAP;
    /** Trainers whose benchmark workers say they do again. */
    public List<String> measures = List.of();

    private final Map<WorkerId, Long> sessions = new HashMap<>();
    private long wallMillis = 1_700_000_000_000L;
    private long monotonicMillis = 5_000;
    private long tickets;
    private long nextSession;

    public Pool() throws IOException {
        this(charter(0, 3600));
    }

    /** @param approvals that the charter asks for */
    public Pool(int approvals) throws IOException {
        this(charter(approvals, 3600));
    }

    public Pool(int approvals, long rateMinorPerHour) throws IOException {
        this(charter(approvals, rateMinorPerHour));
    }

    private Pool(JsonObject.Builder charter) throws IOException {
        LedgerFolder.found(disk, CharterDocument.parse(charter.build().canonicalBytes()), AUTHORITY, logKey, wallMillis);
        open();
    }

    /** One whose charter has periods last so many days. */
    public static Pool withPeriods(int days) throws IOException {
        return new Pool(charter(0, 3600).put("terms", JsonObject.builder().put("byDay", false).put("periodDays", days).build()));
    }

    /** The charter of a pool. */
    public static CharterDocument charterDocument() {
        return CharterDocument.parse(charter(0, 3600).build().canonicalBytes());
    }

    /** One whose charter has a reference speed: five steps of trainer cnn take the reference device a second. */
    public static Pool withReference() throws IOException {
        return new Pool(reference());
    }

    /** One whose charter has the same reference speed of trainer rnn too. */
    public static Pool withTwoReferences() throws IOException {
        return new Pool(charter(0, 3600).put("references", List.of(speed("cnn"), speed("rnn"))));
    }

    private static JsonObject.Builder reference() {
        return charter(0, 3600).put("references", List.of(speed("cnn")));
    }

    private static JsonObject speed(String trainer) {
        return JsonObject.builder().put("trainer", trainer).put("data", "train").put("steps", 10).put("stepsPerSecondMilli", 5000)
                .put("settings", JsonObject.EMPTY).build();
    }

    /** The same, with a charter by which no member bears more than this in a period. */
    public static Pool withReference(long maximumLiabilityMinor) throws IOException {
        return new Pool(reference().put("terms", JsonObject.builder().put("byDay", true).put("capMinor", maximumLiabilityMinor)
                .build()));
    }

    /** One whose charter asks for the cosignatures of so many members' witnesses. */
    public static Pool withWitnesses(int quorum, String operatedBy) throws IOException {
        return new Pool(unwitnessed(0, 3600).put("witnesses", "members").put("witnessQuorum", quorum).put("operatedBy", operatedBy));
    }

    private static JsonObject.Builder charter(int approvals, long rateMinorPerHour) {
        return unwitnessed(approvals, rateMinorPerHour).put("witnesses", "none");
    }

    /** Silent on witnesses. */
    private static JsonObject.Builder unwitnessed(int approvals, long rateMinorPerHour) {
        return JsonObject.builder().put("consortium", "pool").put("domain", DOMAIN).put("currency", "EUR")
                .put("rateMinorPerHour", rateMinorPerHour).put("rateNote", "test").put("settlement", "transfers")
                .put("share", JsonObject.builder().put("byBenefit", 0).put("tiered", 0).put("equal", 100).build())
                .put("outcomes", JsonObject.builder().put("accepted", 1000).put("evaluated", 1000).put("late", 500)
                        .put("refused", 0).put("failed", 0).build())
                .put("approvals", approvals).put("disputeDays", 30);
    }

    public static SignerKey key(String name) {
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        Arrays.fill(seed, (byte) name.hashCode());
        return SignerKey.fromSeed(name, seed);
    }

    public Now now() {
        return new Now(wallMillis, monotonicMillis);
    }

    public State state() {
        return engine.state();
    }

    public RunView run(long run) {
        return state().runs().get(run);
    }

    // ---- the coordinator's life

    public void open() throws IOException {
        engine = Engine.open(new Engine.Parts(disk, logKeys, new Random(2), "test", digest -> 1,
                () -> observing.get(), measuring, memory), now());
        sessions.clear();
    }

    /** The process dies and another takes over; time goes on. */
    public void restart() throws IOException {
        disk.loseMachine();
        monotonicMillis = 0;
        open();
    }

    /** The ledger as it is published, restored elsewhere. */
    public SimulatedDisk restored(OptionalInt reports) throws IOException {
        SimulatedDisk copy = new SimulatedDisk(new Random(3));
        for (String digest : disk.list("docs")) {
            copy.replace("docs/" + digest, disk.readAll("docs/" + digest, 1 << 20));
        }
        LogStore.adopt(copy, TileSource.of(disk), engine.log().published().orElseThrow());
        new RestoredMark(engine.log().publishedSize(), reports).write(copy);
        return copy;
    }

    /** The process dies with its disk, and another takes over with a restored one. */
    public void replaceBy(SimulatedDisk restored) throws IOException {
        disk.loseMachine();
        disk = restored;
        monotonicMillis = 0;
        open();
    }

    /** Steps the engine until it rests and has published; answers work off the loop as the test wishes. */
    public List<Effect> step(Event... events) throws IOException {
        List<Effect> effects = engine.step(List.of(events), now(), () -> true);
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send send -> sent.add(send);
                case Effect.Prove prove -> sent.add(new Proofs(TileSource.of(disk)).made(prove));
                case Effect.CheckModel check -> step(new Event.ModelChecked(
                        check.ticket(), check.job(), check.purpose(), modelVerdict));
                case Effect.CheckUpdate check -> {
                    if (!holdChecks) {
                        step(new Event.UpdateChecked(check.worker(), check.seq(), verdict));
                    }
                }
                case Effect.FindModel find -> {
                    if (finds) {
                        step(new Event.ModelLookedFor(find.run(), find.model(), !gone.contains(find.model())));
                    }
                }
                case Effect.Aggregate sum -> {
                    released.add(sum);
                    if (aggregates) {
                        step(summed(sum));
                    }
                }
                default -> released.add(effect);
            }
        }
        boolean rests = engine.settled()
                && (engine.ephemeral().recovering() || engine.log().publishedSize() == engine.log().size());
        return rests ? effects : Stream.concat(effects.stream(), step().stream()).toList();
    }

    public static Event.Aggregated summed(Effect.Aggregate sum) {
        String model = Document.digest((sum.previous() + sum.updates()).getBytes());
        return new Event.Aggregated(sum.run(), sum.round(), new Event.AggregationResult.Done(model, 1));
    }

    /** Somebody sets the wall clock right, or wrong. */
    public void setBack(long millis) {
        wallMillis -= millis;
    }

    public void pass(long millis) throws IOException {
        wallMillis += millis;
        monotonicMillis += millis;
        step();
    }

    // ---- members

    public long ticket() {
        return ++tickets;
    }

    /** Asks, and returns the answer. */
    public Reply ask(Event.Request request) throws IOException {
        int before = released.size();
        step(request);
        return released.subList(before, released.size()).stream()
                .filter(Effect.Answer.class::isInstance).map(Effect.Answer.class::cast)
                .filter(answer -> answer.ticket() == request.ticket()).findFirst().orElseThrow().reply();
    }

    public static String inviteHash(String whom) {
        return Document.digest(("invite " + whom).getBytes());
    }

    public Reply invite(String organization) throws IOException {
        return ask(new Event.Invite(ticket(), organization, inviteHash(organization), wallMillis + 1_000_000, 1, 1));
    }

    public byte[] acceptance(String organization) {
        return acceptance(organization, 1, 1);
    }

    public byte[] acceptance(String organization, long benefit, long tier) {
        return Entries.sign(DOMAIN, new Acceptance(wallMillis, organization, 1, state().charterDigest(), benefit, tier),
                orgKey(organization));
    }

    public static SignerKey orgKey(String organization) {
        return key(KeyNames.organization(ORIGIN, organization));
    }

    public static SignerKey workerKey(WorkerId worker) {
        return key(KeyNames.worker(ORIGIN, worker));
    }

    public static SignerKey inviteKey(WorkerId worker) {
        return key(KeyNames.invite(ORIGIN, worker));
    }

    public Reply enroll(String organization) throws IOException {
        return ask(new Event.EnrollOrganization(ticket(), inviteHash(organization),
                orgKey(organization).verifierKey().toString(), acceptance(organization)));
    }

    public byte[] workerInvite(WorkerId worker, long seq) {
        return Entries.sign(DOMAIN, Key.workerInvite(wallMillis, worker, seq, inviteKey(worker).verifierKey().toString(),
                inviteHash(worker.toString()), wallMillis + 1_000_000), orgKey(worker.organization()));
    }

    public byte[] workerKeyEntry(WorkerId worker) {
        return Entries.sign(DOMAIN, Key.worker(1_700_000_000_000L, worker, workerKey(worker).verifierKey().toString()),
                inviteKey(worker));
    }

    /** An organization with one worker, enrolled. */
    public WorkerId member(String organization) throws IOException {
        WorkerId worker = new WorkerId(organization, "w1");
        invite(organization);
        enroll(organization);
        ask(new Event.AppendEntry(ticket(), organization, workerInvite(worker, 2)));
        ask(new Event.EnrollWorker(ticket(), inviteHash(worker.toString()), workerKeyEntry(worker)));
        return worker;
    }

    /** An organization admits the key of its witness. */
    public void admitWitness(String organization, CosignerKey key) throws IOException {
        long seq = state().lastSeq(orgKey(organization).verifierKey()) + 1;
        ask(new Event.AppendEntry(ticket(), organization,
                Entries.sign(DOMAIN, Key.witness(wallMillis, organization, seq, key), orgKey(organization))));
    }

    // ---- workers

    public long connect(WorkerId worker, Long... leases) throws IOException {
        return connect(worker, ByteString.EMPTY, leases);
    }

    /** A hello that says which receipt the worker holds. */
    public long connect(WorkerId worker, ByteString held, Long... leases) throws IOException {
        return connect(worker, held, ByteString.EMPTY, leases);
    }

    /** A hello that says which receipt and which checkpoint the worker holds. */
    public long connect(WorkerId worker, ByteString held, ByteString checkpoint, Long... leases) throws IOException {
        long session = ++nextSession;
        sessions.put(worker, session);
        step(new Event.Received(worker, session, WorkerMessage.newBuilder().setHello(Hello.newBuilder()
                .addTrainers("cnn").addData("train").addData("test").setDevices(1).addAllLeases(List.of(leases)).setHeld(held)
                .setHeldCheckpoint(checkpoint).addAllMeasures(measures))
                .build()));
        return session;
    }

    public void disconnect(WorkerId worker) throws IOException {
        step(new Event.Disconnected(worker, sessions.remove(worker)));
    }

    public void handBack(WorkerId worker, long lease) throws IOException {
        handBack(worker, lease, "no");
    }

    public void handBack(WorkerId worker, long lease, String reason) throws IOException {
        step(new Event.Received(worker, sessions.get(worker), WorkerMessage.newBuilder()
                .setHandBack(HandBack.newBuilder().setLease(lease).setReason(reason)).build()));
    }

    public long lease(WorkerId worker) {
        return state().openLeaseOf(worker).map(open -> open.lease().lease()).orElseThrow();
    }

    public long nextSeq(WorkerId worker) {
        return state().lastSeq(workerKey(worker).verifierKey()) + 1;
    }

    public byte[] claim(WorkerId worker, long seq, long lease) {
        boolean train = state().lease(lease).map(LeaseView::lease).filter(one -> one.kind() == LeaseKind.EVALUATE).isEmpty();
        return claim(worker, seq, lease, UsageClaim.Outcome.DONE,
                train ? Optional.of(Document.digest((worker + "/" + seq).getBytes())) : Optional.empty());
    }

    public byte[] claim(WorkerId worker, long seq, long lease, UsageClaim.Outcome outcome, Optional<String> update) {
        boolean failed = outcome == UsageClaim.Outcome.FAILED;
        return Entries.sign(DOMAIN, new UsageClaim(1_700_000_000_000L, worker.organization(), worker.worker(), seq, lease,
                state().lease(lease).map(view -> view.lease().model()).orElse(Document.digest(new byte[0])), outcome,
                failed ? Optional.of("trainer-crashed") : Optional.empty(), Optional.empty(), 1000, 1, 5, update,
                OptionalLong.of(500_000), update.isPresent() || failed ? OptionalLong.empty() : OptionalLong.of(800_000)),
                workerKey(worker));
    }

    /** A claim that says of its open task why it failed. */
    public byte[] failed(WorkerId worker, String reason, String detail) {
        return Entries.sign(DOMAIN, new UsageClaim(1_700_000_000_000L, worker.organization(), worker.worker(), nextSeq(worker),
                lease(worker), state().openLeaseOf(worker).orElseThrow().lease().model(), UsageClaim.Outcome.FAILED,
                Optional.of(reason), Optional.of(detail), 1000, 1, 5, Optional.empty(), OptionalLong.empty(), OptionalLong.empty()),
                workerKey(worker));
    }

    public void offer(WorkerId worker, byte[] claim) throws IOException {
        step(new Event.Received(worker, sessions.get(worker), WorkerMessage.newBuilder()
                .setClaim(Claim.newBuilder().setEntry(ByteString.copyFrom(claim))).build()));
    }

    /** The worker asks for proofs. */
    public void want(WorkerId worker, long knownSize, Long... seqs) throws IOException {
        step(wish(worker, knownSize, seqs));
    }

    public Event.Received wish(WorkerId worker, long knownSize, Long... seqs) {
        return new Event.Received(worker, sessions.get(worker), WorkerMessage.newBuilder().setProofWanted(
                ProofWanted.newBuilder().setKnownSize(knownSize).addAllSeqs(List.of(seqs))).build());
    }

    /** The worker reports how far it is. */
    public void progress(WorkerId worker, long step) throws IOException {
        step(new Event.Received(worker, sessions.get(worker), WorkerMessage.newBuilder().setProgress(
                Progress.newBuilder().setLease(lease(worker)).setStep(step).setSteps(5)).build()));
    }

    /** A model or an update is on its way. */
    public void move(WorkerId worker, long bytes) throws IOException {
        step(new Event.BytesMoved(worker, bytes));
    }

    /** The worker's trainer fails at its task. */
    public void fail(WorkerId worker) throws IOException {
        offer(worker, claim(worker, nextSeq(worker), lease(worker), UsageClaim.Outcome.FAILED, Optional.empty()));
    }

    /** Connects workers and lets them work until the run ends, or ten times. */
    public void workToTheEnd(long run, WorkerId... workers) throws IOException {
        for (WorkerId worker : workers) {
            connect(worker);
        }
        for (int turn = 0; turn < 10 && run(run).ended().isEmpty(); turn++) {
            pass(100);
            for (WorkerId worker : workers) {
                if (state().openLeaseOf(worker).isPresent()) {
                    work(worker);
                }
            }
        }
    }

    /** The worker does its task. */
    public void work(WorkerId worker) throws IOException {
        offer(worker, claim(worker, nextSeq(worker), lease(worker)));
    }

    /** The last message to a worker. */
    public CoordinatorMessage last(WorkerId worker) {
        return sent.stream().filter(send -> send.worker().equals(worker)).reduce((first, second) -> second).orElseThrow()
                .message();
    }

    // ---- jobs

    /** A job for two to two workers, quorum 2, of so many rounds; the test may change fields. */
    public static JsonObject.Builder job(int rounds, int min, int max, int quorum) {
        return jobFrom(MODEL, rounds, min, max, quorum);
    }

    /** The same, from another initial model. */
    public static JsonObject.Builder jobFrom(String model, int rounds, int min, int max, int quorum) {
        return JsonObject.builder().put("name", "job").put("trainer", "cnn").put("model", model).put("data", "train")
                .put("rounds", rounds).put("steps", 5).put("seed", 7).put("weights", "equal")
                .put("cohort", JsonObject.builder().put("min", min).put("max", max).build()).put("quorum", quorum)
                .put("gatherSeconds", 5).put("roundSeconds", 100).put("waitSeconds", 60).put("dropoutSeconds", 20)
                .put("maxAbandonedRounds", 1).put("maxUpdateNormMillionths", 1_000_000).put("maxUpdateBytes", 1000)
                .put("settings", JsonObject.EMPTY);
    }

    public Reply approve(String organization, String job) throws IOException {
        long seq = state().lastSeq(orgKey(organization).verifierKey()) + 1;
        return ask(new Event.AppendEntry(ticket(), organization, approval(organization, seq, job)));
    }

    public byte[] approval(String organization, long seq, String job) {
        return Entries.sign(DOMAIN, new Approval(1_700_000_000_000L, organization, seq, job), orgKey(organization));
    }

    public long submit(JsonObject.Builder job) throws IOException {
        return ((Reply.Submitted) ask(submission(job))).run();
    }

    public Event.SubmitJob submission(JsonObject.Builder job) {
        return new Event.SubmitJob(ticket(), "operator", JobDocument.read(job.build()).bytes());
    }
}
