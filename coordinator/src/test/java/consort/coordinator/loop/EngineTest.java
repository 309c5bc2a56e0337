package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Now;
import consort.coordinator.core.Pool;
import consort.coordinator.core.Reply;
import consort.fuzz.Seed;
import consort.ledger.disk.LockedException;
import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.Faults.Operation;
import consort.ledger.disk.simulated.Faults.Outcome;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.Pages;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.log.LogDamagedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commit, release, failure and start of the engine. */
class EngineTest {

    /** Of {@link Pool#job}. */
    private static final long DROPOUT_MILLIS = 20_000;

    private static final int FLIPS = 150;

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;

    @BeforeEach
    void twoWorkersTrain() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
        pool.submit(Pool.job(2, 2, 2, 2));
    }

    static Stream<Arguments> everyFaultOfAStep() {
        return Stream.of(Outcome.FAIL, Outcome.FAIL_BUT_PERSIST, Outcome.FAIL_PARTLY)
                .flatMap(outcome -> IntStream.range(0, 40).mapToObj(call -> Arguments.of(outcome, call)));
    }

    /** The claim that settles a round: entries, a manifest, the next model's checkpoint. */
    @ParameterizedTest(name = "{0} at call {1}")
    @MethodSource("everyFaultOfAStep")
    void releasesNothingAfterAFaultAndRecoversWhatIsDurable(Outcome outcome, int call) throws IOException {
        pool.work(acme);
        long before = pool.state().size();
        long first = pool.disk.operations();
        pool.disk.inject((number, operation, path) -> number == first + call ? outcome : Outcome.SUCCEED);
        pool.sent.clear();
        boolean failed = false;
        try {
            pool.work(beta);
        } catch (IOException fault) {
            failed = true;
            assertThatThrownBy(() -> pool.step()).isInstanceOf(IOException.class).hasMessageContaining("start the coordinator again");
        }
        boolean receipted = pool.sent.stream().anyMatch(send -> send.message().hasReceipt());
        pool.disk.inject(Faults.NONE);
        pool.restart();
        assertThat(pool.state().size()).isGreaterThan(before);
        if (receipted || !failed) {
            assertThat(pool.nextSeq(beta)).as("a receipt that was released is durable").isEqualTo(2);
        }
        finish();
    }

    /** Whatever was lost, the run comes to its end. */
    private void finish() throws IOException {
        pool.workToTheEnd(1, acme, beta);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
        assertThat(pool.run(1).models()).hasSize(3);
    }

    @Test
    void aFailedSyncPoisonsTheEngine() {
        pool.disk.inject((number, operation, path) -> operation == Operation.SYNC ? Outcome.FAIL : Outcome.SUCCEED);
        assertThatThrownBy(() -> pool.work(acme)).isInstanceOf(IOException.class);
        pool.disk.inject(Faults.NONE);
        assertThatThrownBy(() -> pool.step()).isInstanceOf(IOException.class);
        assertThat(pool.sent).noneMatch(send -> send.message().hasReceipt());
    }

    @Test
    void endsWhereTheStateFindsNoRoomAndLosesNothing() throws IOException {
        AtomicBoolean full = new AtomicBoolean(true);
        pool.memory = bytes -> {
            if (full.get()) {
                throw new UncheckedIOException(new IOException("no room for " + bytes));
            }
            return Pages.HEAP.page(bytes);
        };
        long size = pool.state().size();
        assertThatThrownBy(() -> pool.restart()).isInstanceOf(IOException.class).hasMessageStartingWith("no room for ");
        full.set(false);
        pool.restart();
        pool.connect(acme);
        pool.connect(beta);
        full.set(true);
        assertThatThrownBy(this::finish).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> pool.step()).isInstanceOf(IOException.class);
        full.set(false);
        pool.restart();
        assertThat(pool.state().size()).isGreaterThan(size);
        pool.connect(acme);
        pool.connect(beta);
        finish();
    }

    /** Nothing says so at once. The fold of the same entries by whoever reads them right does, at the first that does not follow. */
    @Test
    void whatIsDecidedFromOtherBytesThanWereWrittenIsNamedAtTheNextStart() throws IOException {
        System.out.println("flips with seed " + Seed.get());
        Random random = new Random(Seed.get());
        int named = 0;
        for (int flip = 0; flip < FLIPS; flip++) {
            twoWorkersTrain();
            List<ByteBuffer> pages = new ArrayList<>();
            pool.memory = bytes -> {
                pages.add(ByteBuffer.allocate(bytes));
                return pages.getLast();
            };
            pool.restart();
            pool.connect(acme);
            pool.connect(beta);
            byte[] claim = pool.claim(acme, 1, pool.lease(acme));
            pool.offer(acme, claim);
            flip(pages, random);
            try {
                pool.offer(acme, claim);
                finish();
            } catch (IOException | RuntimeException | AssertionError misled) {
                // What it made of other bytes came to no end, or to another; nobody believes it from here on.
            }
            pool.memory = Pages.HEAP;
            try {
                pool.restart();
            } catch (LogDamagedException damaged) {
                named++;
                assertThat(damaged).hasMessageMatching("(?s).*entry \\d+.*");
            }
        }
        System.out.println(named + " of " + FLIPS + " flipped bits led to entries that break a rule");
        assertThat(named).isPositive();
    }

    /** One bit of what was written. */
    private static void flip(List<ByteBuffer> pages, Random random) {
        List<int[]> written = new ArrayList<>();
        for (int page = 0; page < pages.size(); page++) {
            for (int at = 0; at < pages.get(page).capacity(); at++) {
                if (pages.get(page).get(at) != 0) {
                    written.add(new int[] {page, at});
                }
            }
        }
        int[] where = written.get(random.nextInt(written.size()));
        ByteBuffer page = pages.get(where[0]);
        page.put(where[1], (byte) (page.get(where[1]) ^ 1 << random.nextInt(Byte.SIZE)));
    }

    @Test
    void theStateAfterARestartIsTheDurableState() throws IOException {
        pool.work(acme);
        State before = pool.state().copy();
        pool.restart();
        assertThat(pool.engine.recoveredEntries()).isEqualTo(before.size());
        assertThat(pool.state().epoch()).isEqualTo(before.epoch() + 1);
        assertThat(pool.state().runs()).isEqualTo(before.runs());
        assertThat(pool.state().openLeases()).isEqualTo(before.openLeases());
    }

    @Test
    void grantsOpenLeasesTheirWholeTimeAgain() throws IOException {
        pool.pass(90_000);
        pool.restart();
        pool.connect(acme);
        pool.connect(beta);
        pool.pass(90_000);
        assertThat(pool.run(1).phase()).isEqualTo(RunView.Phase.TRAINING);
        assertThat(pool.state().openLeases()).hasSize(2);
    }

    @Test
    void workersThatDoNotComeBackAfterARestartDropOut() throws IOException {
        pool.restart();
        pool.pass(20_000);
        assertThat(pool.state().openLeases()).isEmpty();
    }

    @Test
    void whoIsGoneDropsOutWhileNothingButSignsOfLifeOfOthersCome() throws IOException {
        pool.disconnect(beta);
        Now before = pool.now();
        Now later = new Now(before.wallMillis() + 20_000, before.monotonicMillis() + 20_000);
        pool.engine.step(List.of(new Event.BytesMoved(acme, 1)), later, () -> false);
        assertThat(pool.state().openLeases()).extracting(open -> open.lease().workerId()).containsExactly(acme);
    }

    /** That somebody dropped out shows when the runs are looked at, and not before. */
    @Test
    void runsAreNotLookedAtWithEachSignOfLife() throws IOException {
        pool.disconnect(beta);
        Now gone = pool.now();
        pool.engine.step(signsOfLife(), at(gone, DROPOUT_MILLIS - 60), () -> true);
        pool.engine.step(signsOfLife(), at(gone, DROPOUT_MILLIS), () -> true);
        pool.engine.step(signsOfLife(), at(gone, DROPOUT_MILLIS + 30), () -> true);
        assertThat(pool.state().openLeases()).as("they were looked at less than a tenth of a second ago").hasSize(2);
        pool.engine.step(signsOfLife(), at(gone, DROPOUT_MILLIS + 60), () -> true);
        assertThat(pool.state().openLeases()).extracting(open -> open.lease().workerId()).containsExactly(acme);
    }

    @Test
    void openRoundsAreLookedOverTenTimesASecondHoweverMuchElseComes() throws IOException {
        pool.disconnect(beta);
        Now gone = pool.now();
        List<Event> events = new ArrayList<>(signsOfLife());
        events.add(new Event.AskStatus(pool.ticket()));
        pool.engine.step(events, at(gone, DROPOUT_MILLIS - 60), () -> true);
        pool.engine.step(events, at(gone, DROPOUT_MILLIS), () -> true);
        assertThat(pool.state().openLeases()).as("they were looked over less than a tenth of a second ago").hasSize(2);
        pool.engine.step(events, at(gone, DROPOUT_MILLIS + 40), () -> true);
        assertThat(pool.state().openLeases()).hasSize(1);
    }

    private List<Event> signsOfLife() {
        List<Event> signs = IntStream.range(0, 50).<Event>mapToObj(bytes -> new Event.BytesMoved(acme, bytes)).toList();
        assertThat(signs).allMatch(Event::isSignOfLife);
        return signs;
    }

    private static Now at(Now now, long laterMillis) {
        return new Now(now.wallMillis() + laterMillis, now.monotonicMillis() + laterMillis);
    }

    @Test
    void takesTheSumUpAgainAfterARestart() throws IOException {
        pool.aggregates = false;
        pool.work(acme);
        pool.work(beta);
        pool.released.clear();
        pool.restart();
        pool.step();
        assertThat(pool.released).anyMatch(Effect.Aggregate.class::isInstance);
    }

    @Test
    void aRestartWhileAClaimWasCheckedLosesOnlyTheCheck() throws IOException {
        byte[] claim = pool.claim(acme, 1, pool.lease(acme));
        pool.verdict = new Event.UpdateVerdict.Missing();
        pool.offer(acme, claim);
        pool.restart();
        pool.verdict = new Event.UpdateVerdict.Fit(1);
        pool.connect(acme, pool.lease(acme));
        pool.offer(acme, claim);
        assertThat(pool.last(acme).hasReceipt()).isTrue();
    }

    @Test
    void showsAKeyOnlyWhenItsEntryIsUnderTheCheckpoint() throws IOException {
        WorkerId second = new WorkerId("acme", "w2");
        pool.ask(new Event.AppendEntry(pool.ticket(), "acme", pool.workerInvite(second, 3)));
        pool.engine.step(List.of(new Event.EnrollWorker(
                pool.ticket(), Pool.inviteHash(second.toString()), pool.workerKeyEntry(second))), pool.now(), () -> false);
        assertThat(pool.engine.log().publishedSize()).isLessThan(pool.engine.log().size());
        assertThat(pool.disk.exists("keys/acme.w2.worker")).isFalse();
        pool.restart();
        assertThat(pool.disk.exists("keys/acme.w2.worker")).isTrue();
    }

    @Test
    void answersDoNotWaitForACheckpointWhileOthersWaitBehindThem() throws IOException {
        long published = pool.engine.log().publishedSize();
        byte[] invitation = pool.workerInvite(new WorkerId("acme", "w2"), 3);
        AtomicLong durableWhenAsked = new AtomicLong();
        List<Effect> effects = pool.engine.step(List.of(new Event.AppendEntry(pool.ticket(), "acme", invitation)), pool.now(), () -> {
            durableWhenAsked.set(pool.engine.log().size());
            return false;
        });
        assertThat(effects).anyMatch(Effect.Answer.class::isInstance);
        assertThat(pool.engine.log().publishedSize()).isEqualTo(published);
        assertThat(durableWhenAsked.get()).isGreaterThan(published).isEqualTo(pool.engine.log().size());
    }

    @Test
    void onlyOneEngineHasTheLedgerOpen() {
        assertThatThrownBy(() -> pool.open()).isInstanceOf(LockedException.class);
    }

    @Test
    void aPeriodCloseIsAnsweredWithItsEntry() throws IOException {
        pool.work(acme);
        assertThat(pool.ask(new Event.ClosePeriod(pool.ticket(), true))).isInstanceOfSatisfying(Reply.PeriodClosed.class,
                closed -> {
                    assertThat(pool.state().periods().getLast().index()).isEqualTo(closed.index());
                    assertThat(closed.period()).isEqualTo(1);
                });
    }
}
