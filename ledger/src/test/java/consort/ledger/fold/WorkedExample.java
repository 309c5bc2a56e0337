package consort.ledger.fold;

import consort.ledger.entry.BillTerms;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Journal;
import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.entry.Reversal;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.fold.Observations.Findings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The example of the ledger's specification, through the real fold: EUR, 1.84 an hour, 70/20/10; acme paid 50.00 for hosting, dora
 * lent nothing. Device times as they are after their scores.
 */
public final class WorkedExample {

    private WorkedExample() {
    }

    /** With its one period closed. */
    public static LedgerBuilder ledger() {
        return ledger(LedgerBuilder.charter());
    }

    /**
     * The same where nobody bears more than 200.00, so that credits are cut; then beta's claim counts for half, carol and dora agree on
     * 12.50, and another period is closed.
     */
    public static LedgerBuilder adjusted() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter().withTerms(new BillTerms(true, OptionalLong.of(20_000), 0, 0)));
        LeaseView lease = ledger.state.lease(2).orElseThrow();
        ledger.append(new Reversal(ledger.nowMillis(), lease.claim().orElseThrow(), 2, lease.countedMillis(), lease.countedMillis() / 2,
                "half of it was idle", OptionalLong.empty()), ledger.logKey);
        ledger.append(new Journal(ledger.nowMillis(), List.of(new Journal.Posting("carol", -1250), new Journal.Posting("dora", 1250)),
                "a cable", OptionalLong.empty()), ledger.logKey);
        ledger.pass(24 * LedgerBuilder.HOUR_MILLIS);
        ledger.closePeriod();
        return ledger;
    }

    /** As {@link #ledger}; nobody disputed the bill, so all payments were instructed, and acme has the first. */
    public static LedgerBuilder settled() {
        LedgerBuilder ledger = ledger();
        ledger.pass(14 * 24 * LedgerBuilder.HOUR_MILLIS);
        for (Transfer transfer : ledger.state.periods().getFirst().close().transfers()) {
            ledger.append(new SettlementInstruct(ledger.nowMillis(), ledger.state.settlements().nextInstruction(), 1, transfer.from(),
                    transfer.to(), transfer.amountMinor()), ledger.logKey);
        }
        ledger.pass(48 * LedgerBuilder.HOUR_MILLIS);
        ledger.append(new CoordinatorStarted(ledger.nowMillis(), 2, "consort/test"), ledger.logKey);
        SettlementInstruct first = ledger.state.settlements().instructions().getFirst().instruct();
        ledger.append(new SettlementConfirm(ledger.nowMillis(), first.to(), 3, 1, first.from(), first.amountMinor()),
                LedgerBuilder.organizationKey(first.to()));
        return ledger;
    }

    private static LedgerBuilder ledger(CharterDocument charter) {
        LedgerBuilder ledger = new LedgerBuilder(charter);
        ledger.join("acme", 300_000, 4);
        ledger.join("beta", 300_000, 3);
        ledger.join("carol", 100_000, 1);
        ledger.join("dora", 200_000, 2);
        ledger.append(new ExternalCost(ledger.nowMillis(), "acme", 5000, "hosting"), ledger.logKey);
        Map<String, Long> busyMillis = new TreeMap<>(Map.of(
                "acme/w1", 412_500L * 3600, "beta/w1", 96_100L * 3600, "carol/w1", 54_194_250L));
        ledger.submit(longJob());
        ledger.round(1, List.copyOf(busyMillis.keySet()));
        ledger.pass(busyMillis.get("acme/w1"));
        busyMillis.forEach((worker, millis) -> ledger.claim(ledger.claimOf(worker, millis),
                new Findings(Optional.empty(), Optional.empty(), OptionalLong.of(1))));
        ledger.closePeriod();
        return ledger;
    }

    /** A job whose leases last thirty days. */
    private static JobDocument longJob() {
        JobDocument job = LedgerBuilder.job();
        return new JobDocument(job.name(), job.trainer(), job.model(), job.trainable(), job.data(), job.rounds(), job.steps(),
                job.seed(), job.weights(), job.cohort(), job.quorum(), job.gatherSeconds(), 30 * 24 * 3600, job.waitSeconds(),
                job.dropoutSeconds(), job.maxAbandonedRounds(), job.maxUpdateNormMillionths(), job.maxUpdateBytes(),
                job.scales(), job.settings(), job.evaluate(), job.stepWorkMilli(), job.leastSteps());
    }
}
