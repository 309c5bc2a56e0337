package consort.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.proto.Cancel;
import consort.proto.ClaimRefused;
import consort.proto.CoordinatorMessage;
import consort.proto.Receipt;
import consort.proto.Task;
import consort.proto.UpdateWanted;
import consort.proto.Welcome;
import consort.proto.WorkerMessage;
import consort.worker.policy.Policy;
import consort.worker.policy.Use;
import consort.worker.trust.Chain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** A session on a fake clock, and the coordinator's lines to it. Effects gather until they are looked at. */
final class Scenario {

    static final String DIGEST = "a".repeat(64);
    static final String UPDATE = "b".repeat(64);
    static final SignerKey LOG = Chain.FIRST;
    static final Site SITE = new Site("acme", "w1", Chain.first(), Set.of("cnn"), Set.of("train", "test"), 1, 1 << 20, 1 << 20, Policy.NONE);

    private final Session session;
    private final Random random = new Random(7);
    private final List<Effect> effects = new ArrayList<>();
    private long nowMillis = 1_000_000;
    private long index = 10;
    SessionState state;

    private Scenario(Policy policy) {
        this(policy, Map.of());
    }

    private Scenario(Policy policy, Map<String, Long> measuredMillis) {
        session = new Session(new Site(SITE.organization(), SITE.worker(), SITE.logKeys(), SITE.trainers(), SITE.data(),
                SITE.devices(), SITE.maxModelBytes(), SITE.maxUpdateBytes(), policy, List.of(), measuredMillis), Timing.DEFAULT);
    }

    /** Online, having measured these trainers so long ago. */
    static Scenario measured(Map<String, Long> agesMillis) {
        Map<String, Long> millis = new HashMap<>();
        agesMillis.forEach((trainer, age) -> millis.put(trainer, 1_700_001_000_000L - age));
        Scenario scenario = new Scenario(Policy.NONE, millis);
        scenario.take(scenario.session.start(new Recovered(0, Optional.empty(), List.of()), scenario.now(), scenario.random));
        scenario.connect(0);
        return scenario;
    }

    /** Online, at a site with a policy. */
    static Scenario online(Policy policy, Use... uses) {
        Scenario scenario = new Scenario(policy);
        scenario.take(scenario.session.start(new Recovered(0, Optional.empty(), List.of(uses)), scenario.now(), scenario.random));
        scenario.connect(0);
        scenario.effects.clear();
        return scenario;
    }

    static Scenario started() {
        return started(new Recovered(0, Optional.empty(), List.of()));
    }

    static Scenario started(Recovered recovered) {
        Scenario scenario = new Scenario(Policy.NONE);
        scenario.take(scenario.session.start(recovered, scenario.now(), scenario.random));
        return scenario;
    }

    static Scenario online() {
        Scenario scenario = started();
        scenario.connect(0);
        scenario.effects.clear();
        return scenario;
    }

    /** Connected, hello sent and answered, with what the ledger says of its keys. */
    void connect(long lastSeq, ByteString... entries) {
        welcomed(lastSeq, entries);
        assertThat(state.online()).isTrue();
    }

    /** The same, whatever comes of it. */
    void welcomed(long lastSeq, ByteString... entries) {
        happens(new Event.Connected(state.link().connection()));
        receives(CoordinatorMessage.newBuilder()
                .setWelcome(Welcome.newBuilder().setLastSeq(lastSeq).addAllTrustEntries(List.of(entries))).build());
    }

    /** The next receipt names this entry and the one after it. */
    void entriesFrom(long next) {
        index = next;
    }

    void disconnect() {
        disconnect("cut");
    }

    void disconnect(String reason) {
        happens(new Event.Disconnected(state.link().connection(), reason));
    }

    /** What the person at the site read. */
    List<String> told() {
        return effects(Effect.Tell.class).stream().map(tell -> tell.notice().text()).toList();
    }

    void happens(Event event) {
        take(session.step(state, event, now(), random));
    }

    void receives(CoordinatorMessage message) {
        happens(new Event.Received(state.link().connection(), message));
    }

    void passes(long millis) {
        nowMillis += millis;
        happens(new Event.Tick());
    }

    void task(long lease) {
        receives(task(lease, LeaseKind.TRAIN));
    }

    static CoordinatorMessage task(long lease, LeaseKind kind) {
        return CoordinatorMessage.newBuilder().setTask(taskFor(lease, kind)).build();
    }

    /** A task to train, on a lease that this key signed. */
    void task(long lease, SignerKey key) {
        receives(CoordinatorMessage.newBuilder().setTask(taskFor(lease, LeaseKind.TRAIN, key)).build());
    }

    static Task.Builder taskFor(long lease, LeaseKind kind) {
        return taskFor(lease, kind, LOG);
    }

    /** A task whose lease was entered at this time. */
    static Task.Builder taskFor(long lease, LeaseKind kind, long timeMillis) {
        return taskFor(lease, kind, LOG, timeMillis);
    }

    private static Task.Builder taskFor(long lease, LeaseKind kind, SignerKey key) {
        return taskFor(lease, kind, key, 5);
    }

    private static Task.Builder taskFor(long lease, LeaseKind kind, SignerKey key, long timeMillis) {
        String data = kind == LeaseKind.TRAIN ? "train" : "test";
        long steps = kind == LeaseKind.TRAIN ? 20 : 0;
        Lease body = new Lease(timeMillis, lease, 1, 2, kind, "acme", "w1", DIGEST, "cnn", data, steps, 42, steps, 1, 60_000);
        return Task.newBuilder().setLease(lease).setRun(1).setRound(2).setKind(kind.text()).setTrainer("cnn").setData(data)
                .setModel(DIGEST).setModelSizeBytes(1000).setSteps(steps).setSeed(42).setDurationMillis(60_000).setDevices(1)
                .setSettings("{\"batchSize\":8}").setMaxUpdateBytes(5000)
                .setLeaseEntry(ByteString.copyFrom(Entries.sign("pool.example", body, key)));
    }

    void cancel(long lease) {
        receives(CoordinatorMessage.newBuilder().setCancel(Cancel.newBuilder().setLease(lease).setReason("expired")).build());
    }

    void wantsUpdate(long seq) {
        receives(CoordinatorMessage.newBuilder()
                .setUpdateWanted(UpdateWanted.newBuilder().setSeq(seq).setDigest(UPDATE)).build());
    }

    void refusesClaim(long seq, String reason) {
        receives(CoordinatorMessage.newBuilder()
                .setClaimRefused(ClaimRefused.newBuilder().setSeq(seq).setReason(reason)).build());
    }

    void trained(long lease) {
        happens(new Event.Trained(lease, new Outcome.Done(1234, 20, OptionalLong.of(500_000), OptionalLong.empty())));
    }

    /** Carries a task from its arrival to a claim with an update in the outbox. */
    PendingClaim claimed(long lease) {
        task(lease);
        happens(new Event.Fetched(DIGEST));
        trained(lease);
        happens(new Event.Formed(lease, new UpdateRef(UPDATE, 4000)));
        return synced();
    }

    /** Answers the one SignClaim among the effects. */
    PendingClaim synced() {
        ClaimDraft draft = only(Effect.SignClaim.class).draft();
        PendingClaim unmetered = claim(draft.seq(), draft.lease(), draft.update());
        PendingClaim claim = new PendingClaim(unmetered.seq(), unmetered.lease(), unmetered.entry(), unmetered.update(),
                draft.timeMillis(), draft.outcome().busyMillis() * draft.devices());
        happens(new Event.ClaimSynced(claim));
        return claim;
    }

    static PendingClaim claim(long seq, long lease, Optional<UpdateRef> update) {
        return new PendingClaim(seq, lease, ByteString.copyFromUtf8("claim " + seq + " of lease " + lease), update, 0, 0);
    }

    /** A receipt as the coordinator gives it. */
    Receipt.Builder receipt(PendingClaim claim, Observation.Verdict verdict, SignerKey key) {
        long claimIndex = index;
        index += 2;
        Optional<String> reason = verdict == Observation.Verdict.REFUSED ? Optional.of("norm-too-large") : Optional.empty();
        byte[] observation = Entries.sign("pool.example", new Observation(
                9, claimIndex, claim.lease(), verdict, reason, Optional.empty(), 1000, OptionalLong.empty(),
                OptionalLong.empty(), Optional.empty()), key);
        byte[] note = Receipts.sign(key, List.of(
                new Receipted(claimIndex, TreeHash.leaf(claim.entry().toByteArray())),
                new Receipted(claimIndex + 1, TreeHash.leaf(observation))));
        return Receipt.newBuilder().setSeq(claim.seq()).setNote(ByteString.copyFrom(note))
                .setObservation(ByteString.copyFrom(observation));
    }

    void receives(Receipt.Builder receipt) {
        receives(CoordinatorMessage.newBuilder().setReceipt(receipt).build());
    }

    /** The effects since the last look, and forgets them. */
    List<Effect> effects() {
        List<Effect> seen = List.copyOf(effects);
        effects.clear();
        return seen;
    }

    <T extends Effect> List<T> effects(Class<T> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends Effect> T only(Class<T> type) {
        assertThat(effects(type)).hasSize(1);
        return effects(type).getFirst();
    }

    Stream<WorkerMessage> sent() {
        return effects(Effect.Send.class).stream().map(Effect.Send::message);
    }

    void forget() {
        effects.clear();
    }

    long wallMillis() {
        return now().wallMillis();
    }

    private Now now() {
        return new Now(nowMillis + 1_700_000_000_000L, nowMillis);
    }

    private void take(Step step) {
        state = step.state();
        effects.addAll(step.effects());
    }
}
