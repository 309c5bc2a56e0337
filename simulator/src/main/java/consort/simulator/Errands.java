package consort.simulator;

import consort.coordinator.core.Event;
import consort.coordinator.core.Reply;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Ack;
import consort.ledger.entry.Approval;
import consort.ledger.entry.Body;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.entry.Standing;
import consort.ledger.entry.Subject;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.ledger.money.Amounts;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import consort.simulator.check.EntryWatch;
import consort.simulator.node.Office;
import consort.simulator.node.Stranger;
import consort.simulator.time.MachineClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/** What the people of a scenario do, from the first invitation to the bill. */
final class Errands {

    private static final String STRANGER = "mallory";
    private static final long FAR_MILLIS = 1L << 50;
    /** Looks at the clock, two seconds apart. */
    private static final int LINGERING = 4;

    private final Scenario scenario;
    private final Keys keys;
    private final Office office;
    private final EntryWatch entries;
    private final MachineClock clock;
    /** What people signed, and others may have seen. */
    private final List<byte[]> signed = new ArrayList<>();
    /** The last seq that each organization's key signed. */
    private final Map<String, Long> seqs = new HashMap<>();
    /** Organizations that went over to another key. */
    private final Set<String> rotated = new HashSet<>();

    /** @param entries tells what stands in the ledger */
    Errands(Scenario scenario, Keys keys, Office office, EntryWatch entries, MachineClock clock) {
        this.scenario = scenario;
        this.keys = keys;
        this.office = office;
        this.entries = entries;
        this.clock = clock;
    }

    /**
     * Gives the office its errands.
     *
     * @param enrolled makes a worker's machine; what it returns starts it
     * @param witness the same of an organization's witness
     * @param stranger lets a stranger come with what one may have got hold of
     */
    void plan(Function<WorkerId, Runnable> enrolled, Function<String, Runnable> witness, Optional<Consumer<Stranger.Loot>> stranger) {
        stranger.ifPresent(this::inviteStranger);
        for (String organization : scenario.organizations()) {
            enroll(organization, enrolled);
            if (scenario.charter().witnesses().isAsked()) {
                admitWitness(organization);
                office.run(witness.apply(organization));
            }
        }
        for (Scenario.PlannedJob job : scenario.jobs()) {
            int before = scenario.jobs().indexOf(job);
            if (scenario.charter().approvals() > 1) {
                changeMind(job);
            }
            // A coordinator that has just started may not know yet what workers offer.
            office.store(job.model(), ticket -> new Event.SubmitJob(ticket, "operator", job.document().bytes(), true),
                    Reply.Submitted.class::isInstance, () -> entries.runs() > before);
            approve(job.document().digest());
            operate(before + 1L);
        }
        office.await(() -> entries.ended().size() == scenario.jobs().size());
        putRight();
        office.request(ticket -> new Event.ClosePeriod(ticket, true), Reply.PeriodClosed.class::isInstance, () -> entries.bill().isPresent());
        settle();
    }

    /** One organization disputes the bill in vain, all accept it, and what it asks for is paid. */
    private void settle() {
        long nowMillis = wallMillis();
        String last = scenario.organizations().getLast();
        byte[] dispute = sign(new Dispute(nowMillis, last, nextSeq(last), 1, OptionalLong.empty(), Optional.of(Dispute.Figure.SHARE),
                "a test"), key(last));
        once(ticket -> new Event.AppendEntry(ticket, last, dispute));
        office.request(ticket -> new Event.ResolveDispute(ticket, entries.bills().openDispute(), Resolution.Outcome.REJECTED, "a test"),
                Reply.Changed.class::isInstance, () -> entries.bills().openDispute() < 0);
        for (String organization : scenario.organizations()) {
            long seq = nextSeq(organization);
            SignerKey key = key(organization);
            once(ticket -> new Event.AppendEntry(ticket, organization,
                    sign(new Ack(nowMillis, organization, seq, 1, entries.bills().bill()), key)));
        }
        office.request(ticket -> new Event.SettlePeriod(ticket, 1), Reply.Settled.class::isInstance, () -> false);
        office.run(() -> {
            entries.bills().unconfirmed().forEach(this::confirm);
            office.await(entries.bills()::paid);
        });
    }

    private void confirm(SettlementInstruct payment) {
        String payee = payment.to();
        byte[] confirm = sign(new SettlementConfirm(wallMillis(), payee, nextSeq(payee), payment.instruction(), payment.from(),
                payment.amountMinor()), key(payee));
        once(ticket -> new Event.AppendEntry(ticket, payee, confirm));
    }

    /** As many organizations approve a job as the charter asks for. */
    private void approve(String job) {
        for (String organization : scenario.organizations().subList(0, scenario.charter().approvals())) {
            byte[] approval = sign(new Approval(wallMillis(), organization, nextSeq(organization), job), key(organization));
            once(ticket -> new Event.AppendEntry(ticket, organization, approval));
        }
    }

    /** A job is withdrawn that one organization has approved; another one's approval, signed before, comes too late. */
    private void changeMind(Scenario.PlannedJob wanted) {
        Scenario.PlannedJob unwanted = Scenario.unwanted(wanted);
        String job = unwanted.document().digest();
        office.store(unwanted.model(), ticket -> new Event.SubmitJob(ticket, "operator", unwanted.document().bytes(), true),
                Reply.Submitted.class::isInstance, () -> entries.withdrawn(job));
        String quick = scenario.organizations().getFirst();
        byte[] approval = sign(new Approval(wallMillis(), quick, nextSeq(quick), job), key(quick));
        once(ticket -> new Event.AppendEntry(ticket, quick, approval));
        decide(ticket -> new Event.WithdrawJob(ticket, job, "the operator thought better of it"));
        String slow = scenario.organizations().getLast();
        byte[] late = sign(new Approval(wallMillis(), slow, seqs.getOrDefault(slow, 1L) + 1, job), key(slow));
        office.request(ticket -> new Event.AppendEntry(ticket, slow, late), Errands::isConflict, () -> false);
    }

    private static boolean isConflict(Reply reply) {
        return reply instanceof Reply.Refused refused && refused.code() == Reply.Code.CONFLICT;
    }

    /** An organization's acceptance comes first; the others in the order in which they are planned. */
    private long nextSeq(String organization) {
        return seqs.merge(organization, 2L, (last, first) -> last + 1);
    }

    /** What the operator does by hand while a run is under way; each is put again until its answer came, and done once. */
    private void operate(long run) {
        Scenario.Orders orders = scenario.orders();
        WorkerId last = scenario.workers().getLast();
        if (orders.pauses()) {
            decide(ticket -> new Event.PauseRun(ticket, run, "a pause"));
        }
        if (orders.costMinor() > 0) {
            String amount = Amounts.format(orders.costMinor(), scenario.charter().currency());
            decide(ticket -> new Event.AddCost(ticket, scenario.organizations().getFirst(), amount, "hosting of run " + run));
        }
        if (orders.evicts()) {
            for (Standing.Level level : List.of(Standing.Level.DRAINING, Standing.Level.EVICTED, Standing.Level.ACTIVE)) {
                decide(ticket -> new Event.SetStanding(ticket, last.organization(), Optional.of(last.worker()), level, "a test"));
                linger();
            }
        }
        if (orders.withdraws() && run == 1) {
            linger();
            withdraw(last);
            rotate(last.organization());
        }
        if (orders.pauses()) {
            linger();
            decide(ticket -> new Event.ResumeRun(ticket, run, "the pause is over"));
        }
    }

    /** Where costs are shared, a claim is found not to count, and the first organization owes the last one something. */
    private void putRight() {
        if (scenario.orders().costMinor() == 0) {
            return;
        }
        office.request(ticket -> new Event.ReverseClaim(ticket, entries.firstAccepted().orElse(0L), 0, "a test", OptionalLong.empty()),
                reply -> reply instanceof Reply.Changed
                        || reply instanceof Reply.Refused refused && refused.code() == Reply.Code.NOT_FOUND, () -> false);
        List<String> organizations = scenario.organizations();
        if (organizations.size() > 1) {
            List<Event.JournalAmount> amounts = List.of(new Event.JournalAmount(organizations.getFirst(), "-1"),
                    new Event.JournalAmount(organizations.getLast(), "1"));
            decide(ticket -> new Event.AddJournal(ticket, amounts, "a test", OptionalLong.empty()));
        }
    }

    private void withdraw(WorkerId worker) {
        byte[] withdrawal = sign(new Withdrawal(wallMillis(), nextSeq(worker.organization()), Subject.of(worker), "sold"),
                key(worker.organization()));
        once(ticket -> new Event.AppendEntry(ticket, worker.organization(), withdrawal));
    }

    /** After its withdrawal the organization goes over to another key. */
    private void rotate(String organization) {
        SignerKey next = keys.next(organization);
        String key = next.verifierKey().toString();
        byte[] handover = sign(Key.organization(wallMillis(), organization, nextSeq(organization), key),
                keys.organization(organization));
        byte[] taken = sign(Key.organization(wallMillis(), organization, 1, key), next);
        once(ticket -> new Event.AppendEntry(ticket, organization, handover));
        once(ticket -> new Event.AppendEntry(ticket, organization, taken));
        once(ticket -> new Event.AppendEntry(ticket, organization, handover));
        rotated.add(organization);
        seqs.put(organization, 1L);
    }

    /** What the organization signs with at this point of the plan. */
    private SignerKey key(String organization) {
        return rotated.contains(organization) ? keys.next(organization) : keys.organization(organization);
    }

    /** A conflict says that the run has ended. */
    private void decide(LongFunction<? extends Event.Request> request) {
        office.request(request, reply -> reply instanceof Reply.Changed || isConflict(reply), () -> false);
    }

    private void linger() {
        int[] looks = {0};
        office.await(() -> ++looks[0] > LINGERING);
    }

    private void enroll(String organization, Function<WorkerId, Runnable> enrolled) {
        SignerKey key = keys.organization(organization);
        int rank = scenario.organizations().indexOf(organization) + 1;
        byte[] acceptance = sign(new Acceptance(wallMillis(), organization, 1, scenario.charter().digest(), 100L * rank, rank),
                key);
        once(ticket -> new Event.Invite(ticket, organization, keys.inviteHash(organization), FAR_MILLIS, 100L * rank, rank));
        once(ticket -> new Event.EnrollOrganization(
                ticket, keys.inviteHash(organization), key.verifierKey().toString(), acceptance));
        for (WorkerId worker : scenario.workers()) {
            if (worker.organization().equals(organization)) {
                enroll(worker, nextSeq(organization));
                office.run(enrolled.apply(worker));
            }
        }
    }

    private void admitWitness(String organization) {
        byte[] key = sign(Key.witness(wallMillis(), organization, nextSeq(organization), CosignerKey.of(keys.witness(organization))),
                keys.organization(organization));
        once(ticket -> new Event.AppendEntry(ticket, organization, key));
    }

    private void enroll(WorkerId worker, long seq) {
        String inviteHash = keys.inviteHash(worker.toString());
        byte[] invite = sign(Key.workerInvite(wallMillis(), worker, seq, keys.invite(worker).verifierKey().toString(),
                inviteHash, FAR_MILLIS), keys.organization(worker.organization()));
        byte[] own = sign(Key.worker(wallMillis(), worker, keys.worker(worker).verifierKey().toString()), keys.invite(worker));
        once(ticket -> new Event.AppendEntry(ticket, worker.organization(), invite));
        once(ticket -> new Event.EnrollWorker(ticket, inviteHash, own));
        if (scenario.benchmarkMillis().containsKey(worker)) {
            measure(worker);
        }
    }

    /** The first entry of a worker's key, before its agent runs. */
    private void measure(WorkerId worker) {
        byte[] benchmark = sign(scenario.benchmark(worker, 1, wallMillis()), keys.worker(worker));
        once(ticket -> new Event.AppendEntry(ticket, Subject.of(worker), benchmark));
    }

    /** A request that may be put again: a conflict says that it was done before. */
    private void once(LongFunction<? extends Event.Request> request) {
        office.request(request, reply -> switch (reply) {
            case Reply.Refused refused -> refused.code() == Reply.Code.CONFLICT;
            default -> true;
        }, () -> false);
    }

    private byte[] sign(Body body, SignerKey key) {
        byte[] entry = Entries.sign(scenario.charter().domain(), body, key);
        signed.add(entry);
        return entry;
    }

    private long wallMillis() {
        return clock.wallMillis();
    }

    /** Somebody with an invite, whose every attempt to use it is wrong in some way. */
    private void inviteStranger(Consumer<Stranger.Loot> stranger) {
        SignerKey own = keys.organization(STRANGER);
        String charter = scenario.charter().digest();
        String first = scenario.organizations().getFirst();
        sign(new Acceptance(wallMillis(), STRANGER, 2, charter, 1, 1), own);
        sign(new Acceptance(wallMillis(), STRANGER, 1, keys.inviteHash(STRANGER), 1, 1), own);
        sign(new Acceptance(wallMillis(), STRANGER, 1, charter, 2, 1), own);
        sign(new Acceptance(wallMillis(), first, 1, charter, 1, 1), own);
        sign(Key.worker(wallMillis(), new WorkerId(STRANGER, "w1"), own.verifierKey().toString()), own);
        once(ticket -> new Event.Invite(ticket, STRANGER, keys.inviteHash(STRANGER), FAR_MILLIS, 1, 1));
        Stranger.Loot loot = new Stranger.Loot(keys.inviteHash(STRANGER), signed, List.of(
                own.verifierKey().toString(), keys.organization(first).verifierKey().toString(), "no key"));
        office.run(() -> stranger.accept(loot));
    }
}
