package consort.ledger.fold;

import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Approval;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Body;
import consort.ledger.entry.Charter;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.EstimateDocument.Figure;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Member;
import consort.ledger.entry.Observation;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.Witnessing;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.Observations.Findings;
import consort.ledger.json.JsonObject;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Writes a valid ledger entry by entry through the real {@link State}. Keys follow from names, time stands still until it is
 * moved, so that the same calls give the same bytes.
 */
public final class LedgerBuilder {

    public static final String ORIGIN = "example.org/demo";
    public static final long START_MILLIS = 1_800_000_000_000L;
    public static final long HOUR_MILLIS = 3_600_000;
    /** The workers of {@link #started}. */
    static final List<String> ALL = List.of("acme/w1", "beta/w1", "carol/w1");

    public final State state = new State();
    public final TreeMap<String, byte[]> documents = new TreeMap<>();
    public final List<byte[]> entries = new ArrayList<>();
    /** Signs the coordinator's entries; another one once {@link NextLogKeys} named it. */
    public SignerKey logKey = key(ORIGIN);
    private long nowMillis = START_MILLIS;
    private boolean verifying = true;

    /** A ledger with its charter. */
    public LedgerBuilder(CharterDocument charter) {
        document(charter);
        append(new Charter(nowMillis, charter.digest(), digest("authority"), logKey.verifierKey().toString()), logKey);
        append(new CoordinatorStarted(nowMillis, 1, "consort/test"), logKey);
    }

    /** From now on it believes its own signatures: for long ledgers. */
    public LedgerBuilder withoutVerifying() {
        verifying = false;
        return this;
    }

    /**
     * Three organizations with a worker each, a run of two rounds, both evaluated, and the bill. In round 1 carol's worker is
     * late, in round 2 beta's update is refused.
     */
    public static LedgerBuilder consortium() {
        LedgerBuilder ledger = started();
        long run = 1;
        ledger.round(run, ALL);
        ledger.claimAll(List.of("acme/w1", "beta/w1"), 2 * HOUR_MILLIS);
        ledger.endLease("carol/w1", LeaseEnded.Reason.EXPIRED);
        ledger.closeRound(run);
        ledger.lateClaim("carol/w1", ledger.state.runs().get(run).latest().round());
        ledger.evaluate(run, "acme/w1", 870_000);
        ledger.round(run, ALL);
        ledger.claimAll(List.of("acme/w1", "carol/w1"), HOUR_MILLIS);
        ledger.refusedClaim("beta/w1", "norm-too-large");
        ledger.closeRound(run);
        ledger.evaluate(run, "acme/w1", 884_000);
        ledger.append(new RunEnded(ledger.nowMillis, run, RunEnded.Outcome.COMPLETED, "all rounds closed",
                ledger.state.runs().get(run).model()), ledger.logKey);
        ledger.closePeriod();
        return ledger;
    }

    /** Three organizations with a worker each, and run 1, which waits. */
    static LedgerBuilder started() {
        LedgerBuilder ledger = new LedgerBuilder(charter());
        ledger.join("acme", 300, 4);
        ledger.join("beta", 300, 3);
        ledger.join("carol", 100, 1);
        ledger.submit(job());
        return ledger;
    }

    /** Three organizations with a worker each, whose charter asks for so many approvals, and a job with an estimate. */
    public static LedgerBuilder asking(int approvals) {
        LedgerBuilder ledger = new LedgerBuilder(charter(approvals));
        ledger.join("acme", 300, 4);
        ledger.join("beta", 300, 3);
        ledger.join("carol", 100, 1);
        ledger.document(job());
        ledger.document(estimate());
        ledger.append(new Job(ledger.nowMillis, job().digest(), "operator", Optional.of(estimate().digest())), ledger.logKey);
        return ledger;
    }

    public static CharterDocument charter() {
        return charter(0);
    }

    public static CharterDocument charter(int approvals) {
        return new CharterDocument("demo", "example.org", "EUR", 184, "a demo rate", new Share(70, 20, 10), Settlement.TRANSFERS,
                new Outcomes(1000, 800, 500, 250, 100), approvals, Witnessing.NONE, 14, List.of());
    }

    /** Of {@link #job}, with round figures. */
    public static EstimateDocument estimate() {
        return new EstimateDocument(job().digest(), Figure.exact(1000), Figure.exact(400), Figure.atMost(4 * HOUR_MILLIS),
                Figure.atMost(12 * HOUR_MILLIS), Figure.atMost(3200), Figure.atLeast(1400), "EUR", Figure.atMost(2208), 3, 1,
                List.of(line("acme", 957), line("beta", 902), line("carol", 349)));
    }

    private static EstimateDocument.Line line(String organization, long shareMinor) {
        return new EstimateDocument.Line(organization, 1, Figure.atMost(4 * HOUR_MILLIS), Figure.atMost(3000), Figure.atMost(800),
                Figure.atMost(736), Figure.atMost(shareMinor));
    }

    public static CharterDocument charterWithoutSettlement() {
        CharterDocument paying = charter();
        return new CharterDocument(paying.consortium(), paying.domain(), paying.currency(), paying.rateMinorPerHour(),
                paying.rateNote(), paying.share(), Settlement.NONE, paying.outcomes(), 0, Witnessing.NONE, 14, List.of());
    }

    /** Acme and beta, whose charter gives no time to dispute a bill, and an open period in which acme paid for hosting. */
    static LedgerBuilder hasty() {
        CharterDocument plain = charter();
        LedgerBuilder ledger = new LedgerBuilder(new CharterDocument(plain.consortium(), plain.domain(), plain.currency(),
                plain.rateMinorPerHour(), plain.rateNote(), plain.share(), plain.settlement(), plain.outcomes(), 0, Witnessing.NONE, 0, List.of()));
        ledger.join("acme", 1, 1);
        ledger.join("beta", 1, 1);
        ledger.append(new ExternalCost(ledger.nowMillis, "acme", 5_000, "hosting"), ledger.logKey);
        return ledger;
    }

    /** With a reference device that does ten steps a second of {@link #job}'s trainer, measured over a hundred. */
    public static CharterDocument charterWithReference() {
        CharterDocument plain = charter();
        return new CharterDocument(plain.consortium(), plain.domain(), plain.currency(), plain.rateMinorPerHour(),
                plain.rateNote(), plain.share(), plain.settlement(), plain.outcomes(), 0, Witnessing.NONE, 14,
                List.of(new ReferenceSpeed("fashion-cnn", "fashion-train", 100, 10_000, JsonObject.EMPTY)));
    }

    /**
     * Two workers under {@link #charterWithReference}, acme's as fast as the reference device and beta's at 620 thousandths of it,
     * and one round: acme is honest, beta claims ten times what its work takes.
     */
    public static LedgerBuilder measured() {
        LedgerBuilder ledger = new LedgerBuilder(charterWithReference());
        ledger.join("acme", 300, 4);
        ledger.join("beta", 300, 3);
        ledger.measure("acme/w1", 10_000);
        ledger.measure("beta/w1", 16_129);
        ledger.submit(job());
        ledger.round(1, List.of("acme/w1", "beta/w1"));
        ledger.claimAll(List.of("acme/w1"), 5_000);
        ledger.claimAll(List.of("beta/w1"), 80_000);
        ledger.closeRound(1);
        ledger.evaluate(1, "beta/w1", 870_000);
        return ledger;
    }

    /** A worker enters the benchmark of {@link #charterWithReference}. */
    public void measure(String worker, long wallMillis) {
        append(benchmark(worker, "fashion-cnn", 100, wallMillis, 1), workerKey(worker));
    }

    public Benchmark benchmark(String worker, String trainer, long steps, long wallMillis, int devices) {
        WorkerId id = WorkerId.parse(worker);
        long seq = state.lastSeq(workerKey(worker).verifierKey()) + 1;
        return new Benchmark(nowMillis, id.organization(), id.worker(), seq, trainer, steps, wallMillis, devices, digest("initial"));
    }

    /** As {@link #job}, whose tasks get shorter, down to so many, for workers that are too slow. */
    public static JobDocument shorteningJob(long steps, long leastSteps) {
        JobDocument job = job();
        return new JobDocument("shortening", job.trainer(), job.model(), job.trainable(), job.data(), 20, steps,
                job.seed(), job.weights(), job.cohort(), job.quorum(), job.gatherSeconds(), job.roundSeconds(), job.waitSeconds(),
                job.dropoutSeconds(), job.maxAbandonedRounds(), job.maxUpdateNormMillionths(), job.maxUpdateBytes(),
                job.scales(), job.settings(), job.evaluate(), job.stepWorkMilli(), OptionalLong.of(leastSteps));
    }

    /** As {@link #job}, with steps of other work than the benchmark's. */
    public static JobDocument heavyJob(long stepWorkMilli) {
        JobDocument job = job();
        return new JobDocument("heavy", job.trainer(), job.model(), job.trainable(), job.data(), job.rounds(), job.steps(),
                job.seed(), job.weights(), job.cohort(), job.quorum(), job.gatherSeconds(), job.roundSeconds(), job.waitSeconds(),
                job.dropoutSeconds(), job.maxAbandonedRounds(), job.maxUpdateNormMillionths(), job.maxUpdateBytes(),
                job.scales(), job.settings(), job.evaluate(), OptionalLong.of(stepWorkMilli), job.leastSteps());
    }

    public static JobDocument job() {
        return new JobDocument("fashion", "fashion-cnn", digest("initial"), List.of(), "fashion-train", 2, 50, 7,
                JobDocument.WeightRule.ASSIGNED_STEPS, new JobDocument.Cohort(2, 3), 2, 5, 7200, 600, 60, 1, 50_000_000,
                10_000_000, new TreeMap<>(Map.of("running_var", 24)),
                JsonObject.builder().put("batch", 64).put("rateMicros", 50_000).build(),
                Optional.of(new JobDocument.Evaluate("fashion-test", 600)), OptionalLong.empty(), OptionalLong.empty());
    }

    public static SignerKey key(String name) {
        return SignerKey.fromSeed(name, HexFormat.of().parseHex(digest(name)));
    }

    /** What an organization's witness signs with. */
    public static SignerKey witnessSecret(String organization) {
        return key(KeyNames.witness(ORIGIN, organization));
    }

    public static CosignerKey witnessKey(String organization) {
        return CosignerKey.of(witnessSecret(organization));
    }

    public static SignerKey organizationKey(String organization) {
        return key(KeyNames.organization(ORIGIN, organization));
    }

    public static SignerKey workerKey(String worker) {
        return key(KeyNames.worker(ORIGIN, WorkerId.parse(worker)));
    }

    public static SignerKey inviteKey(String worker) {
        return key(KeyNames.invite(ORIGIN, WorkerId.parse(worker)));
    }

    public static String digest(String text) {
        return Document.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    public long nowMillis() {
        return nowMillis;
    }

    public void pass(long millis) {
        nowMillis += millis;
    }

    public void document(Document document) {
        documents.put(document.digest(), document.bytes());
    }

    public Documents documents() {
        return digest -> Optional.ofNullable(documents.get(digest));
    }

    /** What an organization's key signs to approve {@link #job}. */
    public Approval approval(String organization) {
        long seq = state.lastSeq(organizationKey(organization).verifierKey()) + 1;
        return new Approval(nowMillis, organization, seq, job().digest());
    }

    public void approve(String organization) {
        append(approval(organization), organizationKey(organization));
    }

    /** Starts the next run, of {@link #job}. */
    public RunStarted start() {
        return new RunStarted(nowMillis, state.nextRun(), job().digest(), job().model());
    }

    /** Signs and applies; an entry that the state refuses is an error of the test. */
    public Entry append(Body body, SignerKey key) {
        try {
            return offer(body, key);
        } catch (RuleViolation violation) {
            throw new AssertionError(violation);
        }
    }

    /** Signs and applies what may be refused. */
    public Entry offer(Body body, SignerKey key) throws RuleViolation {
        byte[] bytes = Entries.sign("example.org", body, key);
        Entry entry = Entries.parse(state.size(), bytes);
        if (verifying) {
            EntryVerifier.verify(state, entry);
        }
        state.apply(entry, documents());
        entries.add(bytes);
        return entry;
    }

    /** An organization becomes a member and enrolls its worker w1. */
    public void join(String organization, long benefit, long tier) {
        invite(organization, benefit, tier);
        append(new Member(nowMillis, organization, organizationKey(organization).verifierKey().toString(),
                digest(organization)), logKey);
        append(new Acceptance(nowMillis, organization, 1, state.charterDigest(), benefit, tier), organizationKey(organization));
        WorkerId worker = new WorkerId(organization, "w1");
        append(workerInvite(worker), organizationKey(organization));
        append(workerKeyEntry(worker), inviteKey(worker.toString()));
    }

    public void invite(String organization, long benefit, long tier) {
        append(new Invitation(nowMillis, organization, digest(organization), nowMillis + HOUR_MILLIS, benefit, tier), logKey);
    }

    public Key workerInvite(WorkerId worker) {
        long seq = state.lastSeq(organizationKey(worker.organization()).verifierKey()) + 1;
        return Key.workerInvite(nowMillis, worker, seq, inviteKey(worker.toString()).verifierKey().toString(),
                digest(worker.toString()), nowMillis + HOUR_MILLIS);
    }

    public Key workerKeyEntry(WorkerId worker) {
        return Key.worker(nowMillis, worker, workerKey(worker.toString()).verifierKey().toString());
    }

    public long submit(JobDocument job) {
        document(job);
        append(new Job(nowMillis, job.digest(), "operator", Optional.empty()), logKey);
        long run = state.nextRun();
        append(new RunStarted(nowMillis, run, job.digest(), job.model()), logKey);
        return run;
    }

    public void round(long run, List<String> cohort) {
        append(Rounds.open(run(run), cohort.stream().map(WorkerId::parse).toList(), nowMillis), logKey);
        for (String worker : cohort) {
            RoundView round = run(run).round().orElseThrow();
            append(Rounds.trainLease(run(run), round, WorkerId.parse(worker), state.nextLease(), 1, nowMillis), logKey);
        }
    }

    public void claimAll(List<String> workers, long busyMillis) {
        pass(busyMillis);
        for (String worker : workers) {
            claim(claimOf(worker, busyMillis), new Findings(Optional.empty(), Optional.empty(), OptionalLong.of(1_000_000)));
        }
    }

    /** A claim for the worker's open lease. */
    public UsageClaim claimOf(String worker, long busyMillis) {
        return claimOf(worker, state.openLeaseOf(WorkerId.parse(worker)).orElseThrow().lease().lease(), busyMillis);
    }

    public UsageClaim claimOf(String worker, long lease, long busyMillis) {
        WorkerId id = WorkerId.parse(worker);
        long seq = state.lastSeq(workerKey(worker).verifierKey()) + 1;
        return new UsageClaim(nowMillis, id.organization(), id.worker(), seq, lease,
                state.lease(lease).map(view -> view.lease().model()).orElse(digest("no lease")), UsageClaim.Outcome.DONE,
                Optional.empty(), Optional.empty(), busyMillis, 1, 50, Optional.of(digest(worker + seq)),
                OptionalLong.of(500_000), OptionalLong.empty());
    }

    public void claim(UsageClaim claim, Findings findings) {
        Observation observation = Observations.of(state, claim, state.size(), findings, nowMillis);
        append(claim, workerKey(claim.workerId().toString()));
        append(observation, logKey);
    }

    public void refusedClaim(String worker, String reason) {
        claim(claimOf(worker, HOUR_MILLIS / 2),
                new Findings(Optional.of(reason), Optional.of("norm 60 is above 50"), OptionalLong.of(60_000_000)));
    }

    public void endLease(String worker, LeaseEnded.Reason reason) {
        long lease = state.openLeaseOf(WorkerId.parse(worker)).orElseThrow().lease().lease();
        append(new LeaseEnded(nowMillis, lease, reason), logKey);
    }

    /** A claim for the worker's lease of a round that closed without it. */
    public void lateClaim(String worker, long round) {
        pass(1000);
        long lease = 1;
        while (!state.lease(lease).orElseThrow().lease().workerId().toString().equals(worker)
                || state.lease(lease).orElseThrow().lease().round() != round) {
            lease++;
        }
        claim(claimOf(worker, lease, HOUR_MILLIS), Findings.FINE);
    }

    public void closeRound(long run) {
        RoundView round = run(run).round().orElseThrow();
        document(Rounds.manifest(run(run), round));
        append(Rounds.close(run(run), round, digest("model" + run + "/" + round.round()), nowMillis), logKey);
    }

    public void evaluate(long run, String worker, long accuracyMillionths) {
        append(Rounds.evaluateLease(run(run), WorkerId.parse(worker), state.nextLease(), 1, nowMillis), logKey);
        pass(60_000);
        UsageClaim claim = claimOf(worker, 60_000);
        claim(new UsageClaim(claim.timeMillis(), claim.organization(), claim.worker(), claim.seq(), claim.lease(), claim.model(),
                claim.outcome(), Optional.empty(), Optional.empty(), claim.busyMillis(), 1, 0, Optional.empty(),
                OptionalLong.of(300_000), OptionalLong.of(accuracyMillionths)), Findings.FINE);
    }

    public void closePeriod() {
        append(Billing.close(state, nowMillis), logKey);
    }

    private RunView run(long run) {
        return state.runs().get(run);
    }
}
