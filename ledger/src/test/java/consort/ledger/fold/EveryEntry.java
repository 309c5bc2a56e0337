package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.ALL;
import static consort.ledger.fold.LedgerBuilder.HOUR_MILLIS;
import static consort.ledger.fold.LedgerBuilder.digest;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.workerKey;

import consort.ledger.entry.Access;
import consort.ledger.entry.AccessUsed;
import consort.ledger.entry.Ack;
import consort.ledger.entry.Approval;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.BillTerms;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.CoordinatorErasure;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.Finding;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.JobWithdrawn;
import consort.ledger.entry.Journal;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.ModelRelease;
import consort.ledger.entry.Opening;
import consort.ledger.entry.Metering;
import consort.ledger.entry.Meters;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.Reversal;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunPaused;
import consort.ledger.entry.RunResumed;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.entry.Standing;
import consort.ledger.entry.Subject;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.Witnessing;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonString;
import consort.ledger.fold.Observations.Findings;
import consort.ledger.note.SignerKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * A ledger with entries of every type and version there is: two runs, the first of which ended and was billed; in the second
 * acme's worker has claimed, and beta's still trains. Last the log goes over to another key. To be stored, so that later programs
 * can be tried on it.
 */
public final class EveryEntry {

    private static final List<String> LAST = List.of("acme/w1", "beta/w1");

    private final LedgerBuilder ledger = new LedgerBuilder(charter());

    private EveryEntry() {
    }

    public static LedgerBuilder write() {
        EveryEntry all = new EveryEntry();
        all.found();
        all.firstRun();
        all.settle();
        all.adjust();
        all.comingAndGoing();
        all.secondRun();
        NextLogKeys.rotate(all.ledger);
        return all.ledger;
    }

    private static CharterDocument charter() {
        CharterDocument measured = LedgerBuilder.charterWithReference();
        return new CharterDocument(measured.consortium(), measured.domain(), measured.currency(), measured.rateMinorPerHour(),
                measured.rateNote(), measured.share(), measured.settlement(), measured.outcomes(), 1,
                Witnessing.members(2, Optional.of("carol")), 14, measured.references(), measured.clauses(),
                new BillTerms(true, OptionalLong.of(1_000_000), 1, 3_600)).metered(Metering.PLAIN);
    }

    private void found() {
        ledger.join("acme", 300, 4);
        ledger.join("beta", 300, 3);
        ledger.join("carol", 100, 1);
        for (String worker : ALL) {
            WorkerId id = WorkerId.parse(worker);
            ledger.append(new Benchmark(ledger.nowMillis(), id.organization(), id.worker(), 1, "fashion-cnn", 100, 12_500, 1,
                    digest("initial")), workerKey(worker));
        }
    }

    private void firstRun() {
        ledger.document(LedgerBuilder.job());
        ledger.document(LedgerBuilder.estimate());
        log(new Job(ledger.nowMillis(), LedgerBuilder.job().digest(), "operator", Optional.of(LedgerBuilder.estimate().digest())));
        ledger.approve("acme");
        log(ledger.start());
        ledger.round(1, ALL);
        ledger.claimAll(LAST, 6_000);
        contradict();
        ledger.endLease("carol/w1", LeaseEnded.Reason.EXPIRED);
        ledger.closeRound(1);
        ledger.lateClaim("carol/w1", 1);
        ledger.evaluate(1, "acme/w1", 870_000);
        log(new RunPaused(ledger.nowMillis(), 1, "the cluster moves"));
        ledger.pass(HOUR_MILLIS);
        log(new RunResumed(ledger.nowMillis(), 1, "it has moved"));
        ledger.round(1, ALL);
        ALL.forEach(worker -> ledger.endLease(worker, LeaseEnded.Reason.DROPOUT));
        log(new RoundAbandoned(ledger.nowMillis(), 1, 2, "no updates"));
        ledger.round(1, ALL);
        ledger.claimAll(List.of("acme/w1", "carol/w1"), 5_000);
        ledger.refusedClaim("beta/w1", "norm-too-large");
        ledger.closeRound(1);
        ledger.evaluate(1, "acme/w1", 884_000);
        log(new RunEnded(ledger.nowMillis(), 1, RunEnded.Outcome.COMPLETED, "all rounds closed",
                ledger.state.runs().get(1L).model()));
        log(new ExternalCost(ledger.nowMillis(), "acme", 5_000, "hosting"));
        confide();
        ledger.closePeriod();
        log(new ModelRelease(ledger.nowMillis(), 1, 3, ledger.state.runs().get(1L).model(), "fashion", "1.0.0", "Apache-2.0",
                Optional.of("two organizations' work")));
    }

    /** Carol disputes a claim of beta's, in vain; all accept the bill, all payments are instructed, and the first is made. */
    private void settle() {
        long period = ledger.state.periods().getLast().close().period();
        own("carol", seq -> new Dispute(ledger.nowMillis(), "carol", seq, period, OptionalLong.of(claimOf("beta/w1", 2)),
                Optional.of(Dispute.Figure.DEVICE_TIME), "it was away that day"));
        log(new Resolution(ledger.nowMillis(), ledger.state.size() - 1, Resolution.Outcome.REJECTED, "its updates came"));
        for (String member : List.of("acme", "beta", "carol")) {
            own(member, seq -> new Ack(ledger.nowMillis(), member, seq, period, ledger.state.settlements().bill(period).hex()));
        }
        for (Transfer transfer : ledger.state.periods().getLast().close().transfers()) {
            log(new SettlementInstruct(ledger.nowMillis(), ledger.state.settlements().nextInstruction(), period, transfer.from(),
                    transfer.to(), transfer.amountMinor()));
        }
        SettlementInstruct first = ledger.state.settlements().instructions().getFirst().instruct();
        own(first.to(), seq -> new SettlementConfirm(ledger.nowMillis(), first.to(), seq, 1, first.from(), first.amountMinor()));
    }

    /** A claim counts for less, acme and beta agree on an amount, and the next bill says what follows. */
    private void adjust() {
        LeaseView lease = Adjusting.leaseOf(ledger.state, claimOf("beta/w1", 2)).orElseThrow();
        log(new Reversal(ledger.nowMillis(), lease.claim().orElseThrow(), lease.lease().lease(), lease.countedMillis(), lease.countedMillis() / 2,
                "half of its steps were not done", OptionalLong.of(ledger.state.settlements().disputes(1).getFirst().index())));
        log(new Journal(ledger.nowMillis(), List.of(new Journal.Posting("acme", 250), new Journal.Posting("beta", -250)),
                "beta broke a fan of acme's", OptionalLong.empty()));
        ledger.pass(24 * HOUR_MILLIS);
        ledger.closePeriod();
    }

    private long claimOf(String worker, long seq) {
        return ledger.state.entryAt(workerKey(worker).verifierKey(), seq).orElseThrow().entry().index();
    }

    /** Acme's worker signs another claim under a number it used. */
    private void contradict() {
        SignerKey key = workerKey("acme/w1");
        long held = ledger.state.entryAt(key.verifierKey(), 2).orElseThrow().entry().index();
        UsageClaim claim = (UsageClaim) Entries.parse(ledger.entries.get((int) held)).body();
        byte[] other = Entries.sign("example.org", new UsageClaim(claim.timeMillis(), claim.organization(), claim.worker(),
                claim.seq(), claim.lease(), claim.model(), claim.outcome(), claim.reason(), claim.detail(), claim.busyMillis(), 2,
                claim.steps(), claim.update(), claim.lossMillionths(), claim.accuracyMillionths()), key);
        ledger.documents.put(Document.digest(other), other);
        log(new Finding(ledger.nowMillis(), Finding.Kind.CONFLICTING_SEQ, "acme", Optional.of("w1"), 2, held,
                Document.digest(other)));
    }

    /** A benchmark and a cost commit to something, of which a part is erased by each who may. */
    private void confide() {
        WorkerId worker = WorkerId.parse("acme/w1");
        long benchmark = ledger.append(ledger.benchmark("acme/w1", "fashion-cnn", 100, 12_500, 1).withPriv(Opening.commitments(List.of(
                opening(PrivateField.HOST), opening(PrivateField.DATA_BYTES), opening(PrivateField.DEVICE_UUIDS)))),
                workerKey("acme/w1")).index();
        log(new ExternalCost(ledger.nowMillis(), "acme", 1_000, "power", Opening.commitments(List.of(opening(PrivateField.INVOICE)))));
        long cost = ledger.state.size() - 1;
        ledger.append(new Erasure(ledger.nowMillis(), "acme", Optional.of(worker.worker()),
                ledger.state.lastSeq(workerKey("acme/w1").verifierKey()) + 1,
                List.of(new ErasedFields(benchmark, Set.of(PrivateField.HOST)))), workerKey("acme/w1"));
        own("acme", seq -> new Erasure(ledger.nowMillis(), "acme", Optional.empty(), seq,
                List.of(new ErasedFields(benchmark, Set.of(PrivateField.DATA_BYTES)))));
        log(new CoordinatorErasure(ledger.nowMillis(), List.of(new ErasedFields(cost, Set.of(PrivateField.INVOICE)))));
    }

    private static Opening opening(PrivateField field) {
        return Opening.of(field, HexFormat.of().parseHex(digest(field.text())), new JsonString("of " + field.text()));
    }

    private void comingAndGoing() {
        Subject ann = Subject.ofPerson("acme", "ann");
        own("acme", seq -> new Access(ledger.nowMillis(), "acme", seq, "ann", Access.Role.AUDITOR, digest("ann"),
                ledger.nowMillis() + HOUR_MILLIS));
        log(new AccessUsed(ledger.nowMillis(), "acme", "ann", digest("ann")));
        own("acme", seq -> new Withdrawal(ledger.nowMillis(), seq, ann, "left the company"));
        ledger.join("dora", 200, 2);
        for (String organization : List.of("acme", "beta", "carol")) {
            own(organization, seq -> Key.witness(ledger.nowMillis(), organization, seq, LedgerBuilder.witnessKey(organization)));
        }
        own("dora", seq -> Key.organization(ledger.nowMillis(), "dora", seq, nextOf("dora").verifierKey().toString()));
        log(new Revocation(ledger.nowMillis(), Subject.ofOrganization("dora"), "does not pay"));
        ledger.append(new Departure(ledger.nowMillis(), "carol", "w1",
                ledger.state.lastSeq(workerKey("carol/w1").verifierKey()) + 1, "moving house"), workerKey("carol/w1"));
        log(new Standing(ledger.nowMillis(), "beta", Optional.of("w1"), Standing.Level.DRAINING, "a new disk"));
        log(new Standing(ledger.nowMillis(), "beta", Optional.of("w1"), Standing.Level.ACTIVE, "it has come"));
        byte[] certificate = "second authority".getBytes();
        ledger.documents.put(Document.digest(certificate), certificate);
        log(new Authority(ledger.nowMillis(), Document.digest(certificate), Authority.Action.ADDED));
        log(new CoordinatorStarted(ledger.nowMillis(), 2, "consort/test"));
        log(new CoordinatorStarted(ledger.nowMillis(), 3, "consort/test", OptionalLong.of(ledger.state.size())));
    }

    private void secondRun() {
        JobDocument unwanted = LedgerBuilder.heavyJob(2000);
        ledger.document(unwanted);
        log(new Job(ledger.nowMillis(), unwanted.digest(), "operator", Optional.empty()));
        log(new JobWithdrawn(ledger.nowMillis(), unwanted.digest(), "twice the work it should be"));
        JobDocument job = LedgerBuilder.heavyJob(1000);
        ledger.document(job);
        log(new Job(ledger.nowMillis(), job.digest(), "operator", Optional.empty()));
        own("beta", seq -> new Approval(ledger.nowMillis(), "beta", seq, job.digest()));
        log(new RunStarted(ledger.nowMillis(), 2, job.digest(), job.model()));
        ledger.round(2, LAST);
        ledger.pass(4_000);
        ledger.claim(metered(ledger.claimOf("acme/w1", 4_000)), new Findings(Optional.empty(), Optional.empty(), OptionalLong.of(1_000_000)));
    }

    /** Faster than its benchmark allows. */
    private static UsageClaim metered(UsageClaim claim) {
        return claim.withMeters(new Meters(OptionalLong.of(3_900), OptionalLong.empty(), OptionalLong.of(800_000)),
                List.of("0123456789abcdef"));
    }

    private void log(CoordinatorBody body) {
        ledger.append(body, ledger.logKey);
    }

    private void own(String organization, LongFunction<PartyBody> body) {
        SignerKey key = organizationKey(organization);
        ledger.append(body.apply(ledger.state.lastSeq(key.verifierKey()) + 1), key);
    }

    /** Another key of the same name. */
    private static SignerKey nextOf(String organization) {
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        seed[0] = 1;
        return SignerKey.fromSeed(KeyNames.organization(LedgerBuilder.ORIGIN, organization), seed);
    }
}
