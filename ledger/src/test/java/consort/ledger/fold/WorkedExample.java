package consort.ledger.fold;

import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.JobDocument;
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
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charter());
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
                job.scales(), job.settings(), job.evaluate(), job.stepWorkMilli());
    }
}
