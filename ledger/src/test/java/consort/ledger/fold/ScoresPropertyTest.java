package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.fold.Scores.Normalization;
import consort.ledger.json.JsonObject;
import consort.ledger.money.NormalizedTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds for every benchmark and every claim. jqwik prints the seed of a failure. */
class ScoresPropertyTest {

    private static ReferenceSpeed reference(long stepsPerSecondMilli) {
        return new ReferenceSpeed("fashion-cnn", "fashion-train", 100, stepsPerSecondMilli, JsonObject.EMPTY);
    }

    private static Benchmark benchmark(long wallMillis, int devices) {
        return new Benchmark(1, "acme", "w1", 1, "fashion-cnn", 100, wallMillis, devices, "ab".repeat(32));
    }

    /** What a worker of this score is credited for, in milliseconds of the reference device. */
    private static long credited(long busyMillis, Normalization by) {
        return NormalizedTime.NONE.plus(Math.min(busyMillis, by.maxDeviceMillis()), by.scoreMilli()).millis();
    }

    private static Normalization under(JobDocument job, ReferenceSpeed reference, long scoreMilli) {
        return new Normalization(scoreMilli, Scores.maxDeviceMillis(job, job.steps(), reference, scoreMilli));
    }

    /** Milliseconds that the reference device takes for a task. */
    private static BigDecimal workMillis(JobDocument job, ReferenceSpeed reference) {
        return BigDecimal.valueOf(job.taskWorkMilli()).multiply(BigDecimal.valueOf(1000))
                .divide(BigDecimal.valueOf(reference.stepsPerSecondMilli()), 6, RoundingMode.HALF_UP);
    }

    @Property(tries = 500)
    void theScoreIsTheRoundedQuotientWithinItsBounds(@ForAll @LongRange(min = 1, max = 2_592_000_000L) long wallMillis,
            @ForAll @IntRange(min = 1, max = 1024) int devices,
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long referenceMilli) {
        BigDecimal speed = BigDecimal.valueOf(100_000_000_000L).divide(
                BigDecimal.valueOf(wallMillis).multiply(BigDecimal.valueOf(devices)), 40, RoundingMode.HALF_UP);
        long expected = speed.divide(BigDecimal.valueOf(referenceMilli), 0, RoundingMode.HALF_UP)
                .max(BigDecimal.ONE).min(BigDecimal.valueOf(Scores.MAX_SCORE_MILLI)).longValueExact();
        assertThat(Scores.scoreMilli(benchmark(wallMillis, devices), reference(referenceMilli))).isEqualTo(expected);
    }

    @Property(tries = 500)
    void noScoreAndNoClaimGainMoreThanTheWorkAndATenth(@ForAll @LongRange(min = 1, max = Scores.MAX_SCORE_MILLI) long score,
            @ForAll @LongRange(min = 0, max = 2_592_000_000L) long busyMillis,
            @ForAll @LongRange(min = 1, max = 10_000_000) long referenceMilli,
            @ForAll @LongRange(min = 1, max = 1_000_000) long stepWorkMilli) {
        JobDocument job = LedgerBuilder.heavyJob(stepWorkMilli);
        ReferenceSpeed reference = reference(referenceMilli);
        assertThat(BigDecimal.valueOf(credited(busyMillis, under(job, reference, score))))
                .isLessThanOrEqualTo(workMillis(job, reference).multiply(new BigDecimal("1.1")).add(new BigDecimal("0.001")));
    }

    /** However fast a device is: it is measured, does the work at that speed, and gets what the reference device would. */
    @Property(tries = 500)
    void honestWorkIsWorthTheSameOnEveryDeviceAndIsNotCut(@ForAll @LongRange(min = 100_000, max = 100_000_000) long wallMillis,
            @ForAll @LongRange(min = 1, max = 20) long benchmarksLong) {
        ReferenceSpeed reference = reference(100);
        long score = Scores.scoreMilli(benchmark(wallMillis, 1), reference);
        JobDocument job = LedgerBuilder.heavyJob(benchmarksLong * 2000);
        long busyMillis = wallMillis * benchmarksLong;
        Normalization by = under(job, reference, score);
        assertThat(busyMillis).isLessThanOrEqualTo(by.maxDeviceMillis());
        double relative = credited(busyMillis, by) / workMillis(job, reference).doubleValue();
        assertThat(relative).as("but for the rounding of score " + score).isBetween(1 - 0.6 / score, 1 + 0.6 / score);
    }

    /** Whoever is slower than its benchmark said, on purpose or not, gains at most the tenth. */
    @Property(tries = 200)
    void dawdlingGainsAtMostTheTenth(@ForAll @LongRange(min = 10, max = Scores.MAX_SCORE_MILLI) long score,
            @ForAll @LongRange(min = 1, max = 1000) long timesAsSlow) {
        ReferenceSpeed reference = reference(10_000);
        Normalization by = under(LedgerBuilder.job(), reference, score);
        long honestMillis = 5_000_000 / score;
        long honest = credited(honestMillis, by);
        assertThat(credited(honestMillis * timesAsSlow, by)).isLessThanOrEqualTo(Math.max(honest + 1_000, honest * 12 / 10));
    }
}
