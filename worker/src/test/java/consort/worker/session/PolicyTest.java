package consort.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Body;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Job;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RunStarted;
import consort.ledger.note.SignerKey;
import consort.proto.Availability;
import consort.proto.CoordinatorMessage;
import consort.proto.HandBack;
import consort.proto.Task;
import consort.proto.WorkerMessage;
import consort.worker.policy.Budget;
import consort.worker.policy.Hours;
import consort.worker.policy.JobRules;
import consort.worker.policy.Policy;
import consort.worker.policy.Use;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a site's policy refuses, and how it says so. Tasks of the scenario last a minute. */
class PolicyTest {

    private static final String JOB = "1".repeat(64);
    private static final String INITIAL = "2".repeat(64);
    private static final SignerKey FORGER = SignerKey.fromSeed("pool.example/pool", new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2});

    // ---- whose jobs

    @Test
    void takesListedJobsAndAllOfListedSubmitters() {
        assertTaken(jobs(Set.of(JOB), Set.of()), task(3, JOB, "beta", Scenario.LOG));
        assertTaken(jobs(Set.of("3".repeat(64)), Set.of("beta")), task(3, JOB, "beta", Scenario.LOG));
    }

    @Test
    void refusesOtherJobsForGood() {
        assertRefused(jobs(Set.of("3".repeat(64)), Set.of("acme")), task(3, JOB, "beta", Scenario.LOG), "job-not-allowed");
    }

    @Test
    void believesOnlyWhatTheLogKeySignedAboutTheJob() {
        Policy policy = jobs(Set.of(), Set.of("acme"));
        assertRefused(policy, task(3, JOB, "acme", FORGER), "job-not-shown");
        assertRefused(policy, Scenario.taskFor(3, LeaseKind.TRAIN), "job-not-shown");
        assertRefused(policy, task(3, JOB, "acme", Scenario.LOG).setJobEntry(entry(new Job(1, INITIAL, "acme", Optional.empty()), Scenario.LOG)),
                "job-not-shown");
        assertRefused(policy, task(3, JOB, "acme", Scenario.LOG).setRunEntry(entry(new RunStarted(2, 9, JOB, INITIAL), Scenario.LOG)),
                "job-not-shown");
    }

    @Test
    void refusesRunsThatBeganWithAnotherModel() {
        assertTaken(models(INITIAL), task(3, JOB, "beta", Scenario.LOG));
        assertRefused(models("4".repeat(64)), task(3, JOB, "beta", Scenario.LOG), "model-not-allowed");
    }

    // ---- hours

    @Test
    void outsideItsHoursItSaysSoAndForHowLong() {
        Scenario session = Scenario.online();
        Scenario closed = Scenario.online(hours(session.wallMillis(), 30, 90));
        closed.passes(0);
        closed.disconnect();
        closed.forget();
        closed.happens(new Event.Connected(closed.state.link().connection()));
        Availability said = closed.sent().findFirst().orElseThrow().getHello().getAvailability();
        assertThat(said.getAvailable()).isFalse();
        assertThat(said.getReason()).isEqualTo("outside-hours");
        assertThat(said.getForMillis()).isBetween(1L, 30 * 60_000L);
    }

    @Test
    void takesNoTaskThatCouldRunPastItsHoursAndNoneAfterIt() {
        Scenario session = Scenario.online();
        Scenario open = Scenario.online(hours(session.wallMillis(), -60, 0.5));
        open.receives(message(Scenario.taskFor(3, LeaseKind.TRAIN)));
        assertThat(handedBack(open).getReason()).isEqualTo("outside-hours");
        assertThat(handedBack(open).getNotAgain()).isFalse();
        assertThat(available(open).getReason()).isEqualTo("outside-hours");
    }

    @Test
    void handsTheTaskBackAndFreesTheDeviceWhenItsHoursEnd() {
        Scenario session = Scenario.online();
        Scenario open = Scenario.online(hours(session.wallMillis(), -60, 1.5));
        open.receives(message(Scenario.taskFor(3, LeaseKind.TRAIN)));
        open.happens(new Event.Fetched(Scenario.DIGEST));
        open.forget();
        open.passes(95_000);
        assertThat(open.only(Effect.StopTrainer.class).lease()).isEqualTo(3);
        assertThat(open.effects(Effect.FreeDevice.class)).hasSize(1);
        assertThat(handedBack(open).getReason()).isEqualTo("outside-hours");
        assertThat(available(open).getForMillis()).isPositive();
    }

    @Test
    void takesTasksAgainWhenItsHoursBegin() {
        Scenario session = Scenario.online();
        Scenario closed = Scenario.online(hours(session.wallMillis(), 10, 90));
        closed.forget();
        closed.passes(10 * 60_000 + 1000);
        assertThat(available(closed).getAvailable()).isTrue();
        closed.task(3);
        assertThat(closed.effects(Effect.Fetch.class)).hasSize(1);
    }

    // ---- budget

    @Test
    void refusesATaskThatMayPassTheCapBeforeItIsPassed() {
        Scenario session = Scenario.online();
        Scenario nearly = Scenario.online(budget(100_000), new Use(session.wallMillis(), 40_001, 0));
        nearly.task(3);
        assertThat(handedBack(nearly).getReason()).isEqualTo("over-budget");
        assertThat(available(nearly).getForMillis()).isPositive();
        nearly.forget();
        nearly.task(4);
        assertThat(nearly.effects(Effect.Fetch.class)).isEmpty();
    }

    @Test
    void takesATaskThatFitsAndCountsItWhenItsReceiptIsKept() {
        Scenario session = Scenario.online();
        Scenario fits = Scenario.online(budget(100_000), new Use(session.wallMillis(), 40_000, 0));
        PendingClaim claim = fits.claimed(3);
        fits.happens(new Event.Uploaded(Scenario.UPDATE));
        fits.receives(fits.receipt(claim, Observation.Verdict.ACCEPTED, Scenario.LOG));
        fits.happens(new Event.ReceiptKept(1));
        assertThat(fits.state.lending().spent().since(Instant.ofEpochMilli(session.wallMillis())
                .atZone(ZoneOffset.UTC).toLocalDate()).deviceMillis()).isEqualTo(40_000 + 1234);
        assertThat(fits.state.lending().closed()).isEmpty();
    }

    @Test
    void aCoordinatorThatTakesTasksBackCannotPassTheCap() {
        Scenario session = Scenario.online(budget(100_000));
        for (long lease = 3; lease < 10; lease++) {
            session.task(lease);
            session.happens(new Event.Fetched(Scenario.DIGEST));
            session.passes(30_000);
            session.cancel(lease);
        }
        assertThat(session.effects(Effect.Train.class)).as("a task may take 60 s").hasSize(2);
        assertThat(session.effects(Effect.KeepUse.class)).extracting(Effect.KeepUse::use)
                .extracting(Use::deviceMillis).containsExactly(30_000L, 30_000L);
        assertThat(session.state.lending().closed()).map(closed -> closed.reason()).contains("over-budget");
    }

    @Test
    void whatAClockFarAheadNotedHidesNothing() {
        Scenario session = Scenario.online();
        Scenario spent = Scenario.online(budget(100_000), new Use(session.wallMillis(), 100_000, 0),
                new Use(session.wallMillis() + 1000L * 86_400_000, 5, 0));
        assertThat(spent.state.lending().closed()).map(closed -> closed.reason()).contains("over-budget");
    }

    @Test
    void countsWhatWasHandedBackAndWhatWasRefused() {
        Scenario session = Scenario.online(budget(200_000));
        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.passes(20_000);
        session.happens(new Event.PauseAsked(true));
        assertThat(session.only(Effect.KeepUse.class).use().deviceMillis()).isEqualTo(20_000);
        session.happens(new Event.PauseAsked(false));
        session.forget();
        session.claimed(4);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        session.refusesClaim(1, "no such lease");
        assertThat(session.only(Effect.KeepUse.class).use().deviceMillis()).isEqualTo(1234);
        assertThat(session.state.lending().spent().since(Instant.ofEpochMilli(session.wallMillis())
                .atZone(ZoneOffset.UTC).toLocalDate()).deviceMillis()).isEqualTo(21_234);
    }

    @Test
    void saysThatItsBudgetIsSpent() {
        Scenario session = Scenario.online();
        Scenario spent = Scenario.online(budget(100_000), new Use(session.wallMillis(), 100_000, 0));
        assertThat(spent.state.lending().closed()).map(closed -> closed.reason()).contains("over-budget");
        spent.task(3);
        assertThat(handedBack(spent).getReason()).isEqualTo("over-budget");
        spent.disconnect();
        spent.forget();
        spent.connect(0);
        assertThat(spent.told()).element(1).asString().startsWith("no tasks are taken: over-budget, until ");
    }

    // ---- pause and leaving

    @Test
    void aPauseHandsTheTaskBackAndFreesTheDevice() {
        Scenario session = Scenario.online();
        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.forget();
        session.happens(new Event.PauseAsked(true));
        assertThat(session.only(Effect.StopTrainer.class).lease()).isEqualTo(3);
        assertThat(session.effects(Effect.FreeDevice.class)).hasSize(1);
        assertThat(handedBack(session).getReason()).isEqualTo("paused");
        assertThat(available(session).getReason()).isEqualTo("paused");
        session.happens(new Event.DeviceFreed());
        assertThat(session.state.lending().device()).isEqualTo(Lending.Device.FREE);

        session.forget();
        session.happens(new Event.PauseAsked(false));
        assertThat(available(session).getAvailable()).isTrue();
        session.task(4);
        assertThat(session.effects(Effect.Fetch.class)).hasSize(1);
    }

    @Test
    void aPauseDoesNotThrowDoneWorkAway() {
        Scenario session = Scenario.online();
        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.trained(3);
        session.happens(new Event.PauseAsked(true));
        assertThat(session.effects(Effect.FreeDevice.class)).hasSize(1);
        session.happens(new Event.Formed(3, new UpdateRef(Scenario.UPDATE, 4000)));
        session.synced();
        assertThat(session.effects(Effect.Upload.class)).hasSize(1);
    }

    @Test
    void aPauseWhileOfflineIsSaidWithTheNextHello() {
        Scenario session = Scenario.online();
        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.disconnect();
        session.happens(new Event.PauseAsked(true));
        assertThat(session.effects(Effect.FreeDevice.class)).hasSize(1);
        session.forget();
        session.connect(0);
        assertThat(session.sent().findFirst().orElseThrow().getHello().getAvailability().getReason()).isEqualTo("paused");
        assertThat(handedBack(session).getReason()).isEqualTo("paused");
    }

    @Test
    void aPauseBetweenHelloAndWelcomeIsSaidAfterIt() {
        Scenario session = Scenario.started();
        session.happens(new Event.Connected(1));
        session.happens(new Event.PauseAsked(true));
        session.forget();
        session.receives(CoordinatorMessage.newBuilder().setWelcome(consort.proto.Welcome.getDefaultInstance()).build());
        assertThat(available(session).getReason()).isEqualTo("paused");
    }

    @Test
    void leavingWaitsForTheReceiptAndThenEnds() {
        Scenario session = Scenario.online();
        PendingClaim claim = session.claimed(3);
        session.happens(new Event.LeaveAsked());
        session.happens(new Event.DeviceFreed());
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        assertThat(session.effects(Effect.Exit.class)).isEmpty();
        session.receives(session.receipt(claim, Observation.Verdict.ACCEPTED, Scenario.LOG));
        session.happens(new Event.ReceiptKept(1));
        assertThat(session.only(Effect.Exit.class).exitCode()).isZero();
    }

    // ---- the pieces

    private static void assertTaken(Policy policy, Task.Builder task) {
        Scenario session = Scenario.online(policy);
        session.receives(message(task));
        assertThat(session.effects(Effect.Fetch.class)).hasSize(1);
    }

    private static void assertRefused(Policy policy, Task.Builder task, String code) {
        Scenario session = Scenario.online(policy);
        session.receives(message(task));
        assertThat(session.effects(Effect.Fetch.class)).isEmpty();
        assertThat(handedBack(session).getReason()).isEqualTo(code);
        assertThat(handedBack(session).getNotAgain()).isTrue();
    }

    private static HandBack handedBack(Scenario session) {
        return session.sent().filter(WorkerMessage::hasHandBack).findFirst().orElseThrow().getHandBack();
    }

    /** The last it said. */
    private static Availability available(Scenario session) {
        return session.sent().filter(WorkerMessage::hasAvailability).reduce((first, last) -> last).orElseThrow().getAvailability();
    }

    private static Policy jobs(Set<String> digests, Set<String> submitters) {
        return new Policy(new JobRules(digests, submitters), Set.of(), Optional.empty(), Budget.NONE, ZoneOffset.UTC);
    }

    private static Policy models(String digest) {
        return new Policy(JobRules.ALL, Set.of(digest), Optional.empty(), Budget.NONE, ZoneOffset.UTC);
    }

    private static Policy budget(long dayMillis) {
        Budget budget = new Budget(OptionalLong.of(dayMillis), OptionalLong.empty(), OptionalLong.empty(), 0);
        return new Policy(JobRules.ALL, Set.of(), Optional.empty(), budget, ZoneOffset.UTC);
    }

    /** A window from and to so many minutes from now, every day. */
    private static Policy hours(long nowMillis, double fromMinutes, double toMinutes) {
        Hours hours = new Hours(time(nowMillis, fromMinutes), time(nowMillis, toMinutes), EnumSet.allOf(DayOfWeek.class),
                ZoneOffset.UTC);
        return new Policy(JobRules.ALL, Set.of(), Optional.of(hours), Budget.NONE, ZoneOffset.UTC);
    }

    private static LocalTime time(long nowMillis, double minutes) {
        return Instant.ofEpochMilli(nowMillis + (long) (minutes * 60_000)).atZone(ZoneOffset.UTC).toLocalTime();
    }

    private static Task.Builder task(long lease, String job, String submitter, SignerKey key) {
        return Scenario.taskFor(lease, LeaseKind.TRAIN)
                .setRunEntry(entry(new RunStarted(2, 1, job, INITIAL), key))
                .setJobEntry(entry(new Job(1, job, submitter, Optional.empty()), key));
    }

    private static ByteString entry(Body body, SignerKey key) {
        return ByteString.copyFrom(Entries.sign("pool.example", body, key));
    }

    private static CoordinatorMessage message(Task.Builder task) {
        return CoordinatorMessage.newBuilder().setTask(task).build();
    }
}
