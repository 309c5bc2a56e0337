package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Retention.Policy;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be deleted, and when. Every blob has 10 bytes. */
class RetentionTest {

    private static final long BYTES = 10;
    private static final Policy NO_OLD_UPDATES = new Policy(0, 1, Long.MAX_VALUE);

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
    void everythingIsKeptUnlessTheOperatorSaysOtherwise() throws IOException {
        rounds(3);
        assertThat(garbage(Policy.EVERYTHING)).isEmpty();
    }

    @Test
    void updatesOfTheLastRoundsAreKept() throws IOException {
        rounds(3);
        assertThat(garbage(new Policy(1, 1, Long.MAX_VALUE))).isEqualTo(updates(1, 2));
        assertThat(garbage(NO_OLD_UPDATES)).isEqualTo(updates(1, 2, 3));
    }

    @Test
    void whoNamesTheUpdateOfAnotherForAnOldTaskMakesItNoOlder() throws IOException {
        pool.submit(Pool.job(3, 2, 2, 2));
        long old = pool.lease(acme);
        for (int round = 0; round < 3; round++) {
            pool.work(acme);
            pool.work(beta);
        }
        String newest = pool.state().updates().all().filter(update -> update.round() == 3).findFirst().orElseThrow().digest();
        pool.offer(acme, pool.claim(acme, pool.nextSeq(acme), old, UsageClaim.Outcome.DONE, Optional.of(newest)));

        assertThat(pool.last(acme).getReceipt().getObservation().toStringUtf8()).contains("\"reason\":\"duplicate\"");
        assertThat(garbage(new Policy(1, 1, Long.MAX_VALUE))).isEqualTo(updates(1, 2)).doesNotContain(newest);
    }

    @Test
    void equalBytesOfTwoRunsStandInTheRoundThatAcceptedThemLast() throws IOException {
        rounds(1);
        String both = updates(1).iterator().next();
        Policy lastRound = new Policy(1, 1, Long.MAX_VALUE);
        pool.submit(Pool.job(3, 2, 2, 2));
        pool.offer(acme, pool.claim(acme, pool.nextSeq(acme), pool.lease(acme), UsageClaim.Outcome.DONE, Optional.of(both)));
        pool.work(beta);
        assertThat(garbage(lastRound)).as("the last round of both").isEmpty();
        pool.work(acme);
        pool.work(beta);
        assertThat(garbage(lastRound)).as("it is still the last one of the first run").contains(both);
    }

    @Test
    void updatesOfAnOpenRoundAreNeverDeleted() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        pool.work(acme);
        assertThat(garbage(new Policy(0, 1, 0))).isEmpty();
        pool.aggregates = false;
        pool.work(beta);
        assertThat(garbage(new Policy(0, 1, 0))).as("they are being summed").isEmpty();
    }

    @Test
    void theOldestUpdatesGoWhenTheBudgetIsExceeded() throws IOException {
        rounds(3);
        long total = present().size() * BYTES;
        assertThat(garbage(new Policy(Long.MAX_VALUE, 1, total))).isEmpty();
        assertThat(garbage(new Policy(Long.MAX_VALUE, 1, total - 1))).hasSize(1).isSubsetOf(updates(1));
        assertThat(garbage(new Policy(Long.MAX_VALUE, 1, total - 2 * BYTES - 1))).hasSize(3).containsAll(updates(1));
        assertThat(garbage(new Policy(Long.MAX_VALUE, 1, 0))).as("models are no matter of the budget").isEqualTo(updates(1, 2, 3));
    }

    @Test
    void allModelsOfARunUnderWayAreKept() throws IOException {
        pool.submit(Pool.job(5, 2, 2, 2));
        for (int round = 0; round < 4; round++) {
            pool.work(acme);
            pool.work(beta);
        }
        assertThat(garbage(new Policy(Long.MAX_VALUE, 1000, Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void ofAnEndedRunTheFirstTheLastAndEveryFewModelsAreKept() throws IOException {
        rounds(5);
        assertThat(garbage(new Policy(Long.MAX_VALUE, 2, Long.MAX_VALUE))).isEqualTo(Set.of(model(1), model(3)));
        assertThat(garbage(new Policy(Long.MAX_VALUE, 1000, Long.MAX_VALUE)))
                .isEqualTo(Set.of(model(1), model(2), model(3), model(4)));
    }

    @Test
    void aModelThatAnotherRunStartsFromIsKept() throws IOException {
        rounds(3);
        String between = model(2);
        pool.submit(Pool.jobFrom(between, 1, 2, 2, 2));
        assertThat(garbage(new Policy(Long.MAX_VALUE, 1000, Long.MAX_VALUE))).isEqualTo(Set.of(model(1)));
    }

    @Test
    void whatNoEntryNamesIsNotTouched() throws IOException {
        rounds(1);
        Map<String, Long> present = present();
        present.put("f".repeat(64), BYTES);
        assertThat(Retention.garbage(pool.state(), new Policy(0, 1, 0), present, Set.of())).doesNotContain("f".repeat(64));
    }

    @Test
    void whatAnEarlierProcessLeftAndNoEntryNamesIsTheFirstToGoForTheBudget() throws IOException {
        rounds(2);
        Map<String, Long> present = present();
        Set<String> found = new HashSet<>(present.keySet());
        found.add("f".repeat(64));
        found.add("e".repeat(64));
        present.put("f".repeat(64), BYTES);
        long total = present.size() * BYTES;
        assertThat(Retention.garbage(pool.state(), new Policy(Long.MAX_VALUE, 1, total), present, found)).isEmpty();
        assertThat(Retention.garbage(pool.state(), new Policy(Long.MAX_VALUE, 1, total - 1), present, found))
                .as("named ones were found too, and another went before").containsExactly("f".repeat(64));
        assertThat(Retention.garbage(pool.state(), new Policy(Long.MAX_VALUE, 1, total - BYTES - 1), present, found))
                .hasSize(2).contains("f".repeat(64));
    }

    @Test
    void isLookedForWhenARoundClosesARunEndsAndAfterAStart() throws IOException {
        list(Policy.EVERYTHING);
        pool.submit(Pool.job(2, 2, 2, 2));
        assertThat(looks()).isZero();
        pool.work(acme);
        pool.work(beta);
        assertThat(looks()).as("the first round is closed").isEqualTo(1);
        list(Policy.EVERYTHING);
        pool.ask(new Event.StopRun(pool.ticket(), 1, "enough"));
        assertThat(looks()).as("the run is ended").isEqualTo(1);
        pool.restart();
        assertThat(pool.step()).anyMatch(Effect.ListBlobs.class::isInstance);
    }

    @Test
    void isLookedForOnceAtATime() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        byte[] late = pool.claim(acme, pool.nextSeq(acme), pool.lease(acme));
        byte[] later = pool.claim(beta, pool.nextSeq(beta), pool.lease(beta));
        list(Policy.EVERYTHING);
        pool.ask(new Event.StopRun(pool.ticket(), 1, "enough"));
        assertThat(looks()).as("the run is ended").isEqualTo(1);
        pool.offer(acme, late);
        pool.offer(beta, later);
        assertThat(looks()).as("while a list is made").isZero();
        list(NO_OLD_UPDATES);
        assertThat(deletion()).hasSize(2);
        pool.submit(Pool.job(3, 2, 2, 2));
        pool.ask(new Event.StopRun(pool.ticket(), 2, "enough"));
        assertThat(looks()).as("while blobs are deleted").isZero();
        pool.step(new Event.BlobsDeleted(2, 2 * BYTES));
        assertThat(looks()).as("once for all that came meanwhile").isEqualTo(1);
        list(Policy.EVERYTHING);
        assertThat(looks()).as("nothing came meanwhile").isZero();
    }

    @Test
    void isLookedForWhenAJobIsWithdrawn() throws IOException {
        Pool asking = new Pool(1);
        asking.connect(asking.member("acme"));
        asking.submit(Pool.job(1, 1, 1, 1));
        String job = asking.state().waitingJobs().iterator().next();
        Map<String, Long> present = Map.of(Pool.MODEL, BYTES);
        Policy least = new Policy(0, 1000, 0);
        asking.step(new Event.BlobsListed(least, present, Set.of(Pool.MODEL)));
        assertThat(asking.released).as("its model is kept while it waits").noneMatch(Effect.DeleteBlobs.class::isInstance);
        asking.released.clear();
        asking.ask(new Event.WithdrawJob(asking.ticket(), job, "another seed"));
        assertThat(asking.released).filteredOn(Effect.ListBlobs.class::isInstance).hasSize(1);
        asking.step(new Event.BlobsListed(Policy.EVERYTHING, present, Set.of()));
        assertThat(asking.released).filteredOn(Effect.DeleteBlobs.class::isInstance)
                .containsExactly(new Effect.DeleteBlobs(List.of(Pool.MODEL)));
    }

    @Test
    void aWithdrawnJobsModelThatAnotherOneNamesIsKept() throws IOException {
        Pool asking = new Pool(1);
        asking.connect(asking.member("acme"));
        asking.submit(Pool.job(1, 1, 1, 1));
        String job = asking.state().waitingJobs().iterator().next();
        asking.submit(Pool.job(2, 1, 1, 1));
        asking.ask(new Event.WithdrawJob(asking.ticket(), job, "another seed"));
        assertThat(Retention.garbage(asking.state(), new Policy(0, 1000, 0), Map.of(Pool.MODEL, BYTES), Set.of())).isEmpty();
    }

    @Test
    void isLookedForWithAClaimThatComesAfterTheEndOfItsRun() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        byte[] late = pool.claim(acme, pool.nextSeq(acme), pool.lease(acme));
        list(Policy.EVERYTHING);
        pool.ask(new Event.StopRun(pool.ticket(), 1, "enough"));
        list(NO_OLD_UPDATES);
        assertThat(looks()).isZero();
        pool.offer(acme, late);
        assertThat(looks()).isEqualTo(1);
        assertThat(garbage(NO_OLD_UPDATES)).as("its update").hasSize(1);
    }

    @Test
    void isLookedForAgainWhenWorkEndsThatReadWhatMayGo() throws IOException {
        rounds(1);
        pool.submit(Pool.job(2, 2, 2, 2));
        String read = updates(1).iterator().next();
        pool.holdChecks = true;
        pool.offer(acme, pool.claim(acme, pool.nextSeq(acme), pool.lease(acme), UsageClaim.Outcome.DONE, Optional.of(read)));
        list(NO_OLD_UPDATES);
        assertThat(deletion()).hasSize(1).doesNotContain(read);
        pool.released.clear();
        pool.step(new Event.BlobsDeleted(1, 10), new Event.UpdateChecked(acme, pool.nextSeq(acme), pool.verdict));
        assertThat(pool.released).anyMatch(Effect.ListBlobs.class::isInstance);
    }

    @Test
    void deletesOnceAndTellsHowMuch() throws IOException {
        rounds(2);
        list(NO_OLD_UPDATES);
        assertThat(deletion()).containsExactlyInAnyOrderElementsOf(updates(1, 2));
        pool.step(new Event.BlobsDeleted(4, 40));
        assertThat(((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json())
                .contains("\"deletedBlobs\":4,\"deletedBytes\":40");
    }

    @Test
    void anUpdateThatIsBeingCheckedIsNotDeletedEvenWhenItsRunWasStopped() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        pool.holdChecks = true;
        pool.work(acme);
        pool.ask(new Event.StopRun(pool.ticket(), 1, "enough"));
        list(new Policy(0, 1000, 0));
        assertThat(pool.released).noneMatch(Effect.DeleteBlobs.class::isInstance);
    }

    @Test
    void anUpdateThatWentWhileItWasCheckedIsAskedForAgain() throws IOException {
        rounds(1);
        pool.submit(Pool.job(2, 2, 2, 2));
        String old = updates(1).iterator().next();
        list(NO_OLD_UPDATES);
        pool.holdChecks = true;
        pool.offer(acme, pool.claim(acme, pool.nextSeq(acme), pool.lease(acme), UsageClaim.Outcome.DONE, Optional.of(old)));
        pool.step(new Event.BlobsDeleted(2, 20), new Event.UpdateChecked(acme, pool.nextSeq(acme), pool.verdict));
        assertThat(pool.last(acme).getUpdateWanted().getDigest()).isEqualTo(old);
    }

    @Test
    void aSumWhoseModelWentMeanwhileIsMadeAgain() throws IOException {
        rounds(3);
        pool.aggregates = false;
        pool.submit(Pool.job(4, 2, 2, 2));
        pool.work(acme);
        pool.work(beta);
        Effect.Aggregate sum = (Effect.Aggregate) pool.released.stream().filter(Effect.Aggregate.class::isInstance)
                .reduce((first, second) -> second).orElseThrow();
        list(new Policy(Long.MAX_VALUE, 1000, Long.MAX_VALUE));
        pool.released.clear();
        pool.step(new Event.Aggregated(sum.run(), sum.round(), new Event.AggregationResult.Done(model(1), 1)));
        assertThat(pool.released).contains(sum);
        assertThat(pool.run(2).roundsClosed()).isZero();
        pool.step(new Event.BlobsDeleted(2, 20), Pool.summed(sum));
        assertThat(pool.run(2).roundsClosed()).as("its result is not among those that went").isEqualTo(1);
    }

    // ----

    private void rounds(int rounds) throws IOException {
        pool.submit(Pool.job(rounds, 2, 2, 2));
        for (int round = 0; round < rounds; round++) {
            pool.work(acme);
            pool.work(beta);
        }
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
    }

    private void list(Policy policy) throws IOException {
        pool.released.clear();
        pool.step(new Event.BlobsListed(policy, present(), Set.of()));
    }

    /** How often it was looked for since this was asked, or a list came. */
    private long looks() {
        long looks = pool.released.stream().filter(Effect.ListBlobs.class::isInstance).count();
        pool.released.clear();
        return looks;
    }

    private List<String> deletion() {
        return pool.released.stream().filter(Effect.DeleteBlobs.class::isInstance).map(Effect.DeleteBlobs.class::cast)
                .reduce((first, second) -> second).orElseThrow().digests();
    }

    private Set<String> garbage(Policy policy) {
        return Retention.garbage(pool.state(), policy, present(), Set.of());
    }

    /** Every model and update of the ledger. */
    private Map<String, Long> present() {
        Map<String, Long> present = new HashMap<>();
        pool.state().runs().values().forEach(run -> run.models().forEach(model -> present.put(model.digest(), BYTES)));
        pool.state().updates().all().forEach(update -> present.put(update.digest(), BYTES));
        return present;
    }

    private String model(int round) {
        return pool.run(1).models().get(round).digest();
    }

    private Set<String> updates(long... rounds) {
        Set<String> updates = new HashSet<>();
        for (long round : rounds) {
            pool.state().updates().all().filter(one -> one.run() == 1 && one.round() == round)
                    .forEach(one -> updates.add(one.digest()));
        }
        assertThat(updates).hasSize(2 * rounds.length);
        return updates;
    }
}
