package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.Standing.Level;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RunView.Phase;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator decides by hand. */
class OperationsTest {

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;

    @BeforeEach
    void twoWorkersAreConnected() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
    }

    @Test
    void aPausedRunEndsItsRoundAndWaitsUntilItIsResumed() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        long entry = pool.state().size();
        assertThat(pause(1, "a move")).isEqualTo(new Reply.Changed(OptionalLong.of(entry), false));
        assertThat(pause(1, "a move")).isEqualTo(new Reply.Changed(OptionalLong.empty(), true));
        pool.work(acme);
        pool.work(beta);
        pool.pass(3_600_000);
        assertThat(pool.run(1).roundsClosed()).isEqualTo(1);
        assertThat(pool.run(1).phase()).as("nothing expires meanwhile").isEqualTo(Phase.WAITING);
        assertThat(status()).contains("\"paused\":\"a move\"", "\"waitsFor\":\"paused: a move\"");
        assertThat(resume(1)).isEqualTo(new Reply.Changed(OptionalLong.of(pool.state().size() - 4), false));
        assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
        assertThat(resume(1)).isEqualTo(new Reply.Changed(OptionalLong.empty(), true));
    }

    @Test
    void aPauseOutlivesTheProcess() throws IOException {
        pool.submit(Pool.job(1, 2, 3, 2));
        pause(1, "a move");
        pool.restart();
        pool.connect(acme);
        pool.connect(beta);
        pool.pass(100_000);
        assertThat(pool.run(1).roundsOpened()).isZero();
        resume(1);
        pool.pass(5_000);
        assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
    }

    @Test
    void aPausedRunCanBeStopped() throws IOException {
        pool.submit(Pool.job(1, 2, 3, 2));
        pause(1, "a move");
        pool.ask(new Event.StopRun(pool.ticket(), 1, "enough"));
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.STOPPED);
        assertThat(pause(1, "again")).isEqualTo(new Reply.Refused(Reply.Code.CONFLICT, "run 1 ended already: enough"));
        assertThat(pause(2, "again")).isEqualTo(new Reply.Refused(Reply.Code.NOT_FOUND, "there is no run 2"));
    }

    @Test
    void aDrainingWorkerFinishesItsTaskAndGetsNoOther() throws IOException {
        pool.submit(Pool.job(2, 1, 2, 1));
        assertThat(stand("acme", Optional.of("w1"), Level.DRAINING)).isInstanceOf(Reply.Changed.class);
        pool.work(acme);
        pool.work(beta);
        pool.pass(5_000);
        assertThat(pool.run(1).roundsClosed()).isEqualTo(1);
        assertThat(pool.run(1).round().orElseThrow().opened().cohort()).containsExactly(beta);
        assertThat(pool.engine.ephemeral().connected()).as("it stays connected").contains(acme);
        assertThat(stand("acme", Optional.of("w1"), Level.DRAINING)).isEqualTo(
                new Reply.Changed(OptionalLong.empty(), true));
    }

    @Test
    void aRunThatIsLeftWithTooFewWorkersIsAbandonedInTime() throws IOException {
        stand("acme", Optional.empty(), Level.DRAINING);
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.pass(60_000);
        assertThat(pool.run(1).ended().orElseThrow().cause()).contains("waited 60 s for 2 workers");
    }

    @Test
    void anEvictedWorkerIsCutOffAndItsLeaseEnds() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 1));
        long lease = pool.lease(acme);
        stand("acme", Optional.of("w1"), Level.EVICTED);
        assertThat(pool.state().lease(lease).orElseThrow().ended()).contains(LeaseEnded.Reason.EVICTED);
        assertThat(pool.last(acme).getCancel().getReason()).isEqualTo("evicted");
        assertThat(barred()).isEqualTo("worker acme/w1 was evicted by the operator: because; ask the operator, who can re-admit it");
        assertThat(pool.engine.ephemeral().connected()).containsExactly(beta);
        pool.work(beta);
        assertThat(pool.run(1).ended()).as("the round closes without it").map(RunEnded::outcome)
                .contains(RunEnded.Outcome.COMPLETED);
        pool.released.clear();
        pool.connect(acme);
        assertThat(barred()).contains("because");
        pool.restart();
        pool.connect(acme);
        assertThat(pool.engine.ephemeral().connected()).isEmpty();
    }

    @Test
    void aClaimThatIsBeingCheckedWhenItsWorkerIsEvictedIsForgotten() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 1));
        long lease = pool.lease(acme);
        byte[] claim = pool.claim(acme, 1, lease);
        pool.holdChecks = true;
        pool.offer(acme, claim);
        stand("acme", Optional.empty(), Level.EVICTED);
        pool.step(new Event.UpdateChecked(acme, 1, pool.verdict));
        assertThat(pool.nextSeq(acme)).isEqualTo(1);
        stand("acme", Optional.empty(), Level.ACTIVE);
        pool.connect(acme);
        pool.offer(acme, claim);
        assertThat(pool.last(acme).getReceipt().getObservation().toStringUtf8()).contains("\"reason\":\"late\"");
    }

    @Test
    void aReadmittedOrganizationsWorkersWorkAgain() throws IOException {
        stand("acme", Optional.empty(), Level.EVICTED);
        assertThat(stand("acme", Optional.of("w1"), Level.EVICTED)).isInstanceOf(Reply.Changed.class);
        assertThat(stand("acme", Optional.of("w1"), Level.ACTIVE)).isEqualTo(new Reply.Refused(Reply.Code.CONFLICT,
                "all workers of acme are evicted (because): re-admit acme"));
        stand("acme", Optional.empty(), Level.ACTIVE);
        pool.connect(acme);
        assertThat(pool.engine.ephemeral().connected()).as("the worker's own eviction still stands").containsExactly(beta);
        stand("acme", Optional.of("w1"), Level.ACTIVE);
        pool.connect(acme);
        pool.submit(Pool.job(1, 2, 2, 2));
        assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
    }

    @Test
    void whoIsNotKnownIsNamedWithThoseWhoAre() throws IOException {
        assertThat(stand("dora", Optional.empty(), Level.DRAINING)).isEqualTo(new Reply.Refused(Reply.Code.NOT_FOUND,
                "there is no member \"dora\"; members: acme, beta"));
        assertThat(stand("acme", Optional.of("w7"), Level.DRAINING)).isEqualTo(new Reply.Refused(Reply.Code.NOT_FOUND,
                "acme has no worker \"w7\"; its workers: w1"));
    }

    @Test
    void aCostIsEnteredOnceInTheChartersCurrency() throws IOException {
        long entry = pool.state().size();
        assertThat(cost("acme", "50.00")).isEqualTo(new Reply.Changed(OptionalLong.of(entry), false));
        assertThat(cost("acme", "50")).isEqualTo(new Reply.Changed(OptionalLong.of(entry), true));
        assertThat(pool.state().externalMinor("acme")).isEqualTo(5000);
        assertThat(cost("acme", "12.345")).isEqualTo(new Reply.Refused(Reply.Code.INVALID,
                "EUR has 2 digits after the point, and 12.345 has more"));
        assertThat(cost("acme", "-50.01")).isEqualTo(new Reply.Refused(Reply.Code.CONFLICT,
                "acme has costs of 50.00 EUR in this period: -50.01 more would make -0.01"));
        assertThat(cost("dora", "1")).isInstanceOf(Reply.Refused.class);
        assertThat(pool.ask(new Event.ClosePeriod(pool.ticket(), false))).isInstanceOf(Reply.PeriodClosed.class);
        assertThat(pool.state().periods().getFirst().close().members().getFirst().netMinor())
                .as("shared equally").isEqualTo(2500);
        assertThat(cost("acme", "50.00")).as("the next period's").extracting("already").isEqualTo(false);
    }

    @Test
    void aCostThatWasTakenBackCanBeEnteredAnew() throws IOException {
        assertThat(cost("acme", "50.00")).extracting("already").isEqualTo(false);
        assertThat(cost("acme", "-50.00")).extracting("already").isEqualTo(false);
        assertThat(cost("acme", "-50.00")).extracting("already").isEqualTo(true);
        assertThat(cost("acme", "50.00")).extracting("already").isEqualTo(false);
        assertThat(pool.state().externalMinor("acme")).isEqualTo(5000);
        assertThat(cost("beta", "50.00")).as("another member's").extracting("already").isEqualTo(false);
        assertThat(cost("acme", "50.00")).extracting("already").isEqualTo(true);
        assertThat(pool.state().externalMinor("acme")).isEqualTo(5000);
    }

    @Test
    void aPeriodThatIsNamedIsClosedOnce() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.pass(10_000);
        pool.work(acme);
        long entry = pool.state().size();
        assertThat(close(1)).isEqualTo(new Reply.PeriodClosed(entry, 1, false));
        pool.work(beta);
        long size = pool.state().size();
        assertThat(close(1)).as("although there is work to bill again").isEqualTo(new Reply.PeriodClosed(entry, 1, true));
        assertThat(close(3)).isEqualTo(new Reply.Refused(Reply.Code.CONFLICT,
                "period 3 is not the open one, which is 2; the last one that was closed is 1, with entry " + entry));
        assertThat(close(0)).isInstanceOf(Reply.Refused.class);
        assertThat(pool.state().size()).isEqualTo(size);
        assertThat(close(2)).isEqualTo(new Reply.PeriodClosed(size, 2, false));
        assertThat(close(3)).isInstanceOfSatisfying(Reply.Refused.class, refused -> assertThat(refused.message())
                .contains("nothing to bill", "the last one that was closed is 2, with entry " + size));
    }

    @Test
    void aPeriodWithNothingToBillIsClosedOnlyWhenThatIsAskedFor() throws IOException {
        long size = pool.state().size();
        assertThat(pool.ask(new Event.ClosePeriod(pool.ticket(), false))).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(Reply.Code.CONFLICT);
            assertThat(refused.message()).contains("nothing to bill", "--empty");
        });
        assertThat(pool.state().size()).isEqualTo(size);
        assertThat(pool.ask(new Event.ClosePeriod(pool.ticket(), true))).isInstanceOf(Reply.PeriodClosed.class);
        cost("acme", "0.01");
        assertThat(pool.ask(new Event.ClosePeriod(pool.ticket(), false))).isInstanceOf(Reply.PeriodClosed.class);
    }

    @Test
    void whatIsSaidMustBeSayable() throws IOException {
        pool.submit(Pool.job(1, 2, 3, 2));
        for (String cause : new String[] {" ", "two\nlines", "x".repeat(301)}) {
            assertThat(pause(1, cause)).isInstanceOfSatisfying(Reply.Refused.class,
                    refused -> assertThat(refused.message()).contains("1 to 300 characters"));
        }
    }

    private Reply pause(long run, String cause) throws IOException {
        return pool.ask(new Event.PauseRun(pool.ticket(), run, cause));
    }

    private Reply resume(long run) throws IOException {
        return pool.ask(new Event.ResumeRun(pool.ticket(), run, "it is over"));
    }

    private Reply stand(String organization, Optional<String> worker, Level level) throws IOException {
        return pool.ask(new Event.SetStanding(pool.ticket(), organization, worker, level, "because"));
    }

    private Reply cost(String organization, String amount) throws IOException {
        return pool.ask(new Event.AddCost(pool.ticket(), organization, amount, "hosting"));
    }

    private Reply close(long period) throws IOException {
        return pool.ask(new Event.ClosePeriod(pool.ticket(), OptionalLong.of(period), false));
    }

    /** What the last worker that was turned away was told. */
    private String barred() {
        return pool.released.stream().filter(Effect.BarSession.class::isInstance).map(Effect.BarSession.class::cast)
                .reduce((first, second) -> second).orElseThrow().reason();
    }

    private String status() throws IOException {
        return ((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json();
    }
}
