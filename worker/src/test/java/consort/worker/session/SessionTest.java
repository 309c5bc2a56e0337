package consort.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.proto.CoordinatorMessage;
import consort.proto.WorkerMessage;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The way of a task, from its arrival to its claim, and the ways out. */
class SessionTest {

    @Test
    void saysHelloWithWhatTheSiteOffers() {
        Scenario session = Scenario.started();
        assertThat(session.only(Effect.Connect.class)).isEqualTo(new Effect.Connect(1, 0));

        session.happens(new Event.Connected(1));

        WorkerMessage hello = session.sent().toList().getFirst();
        assertThat(hello.getHello().getTrainersList()).containsExactly("cnn");
        assertThat(hello.getHello().getDataList()).containsExactly("test", "train");
        assertThat(hello.getHello().getLeasesList()).isEmpty();
    }

    @Test
    void carriesATaskFromItsArrivalToTheKeptReceipt() {
        Scenario session = Scenario.online();

        session.task(3);
        assertThat(session.only(Effect.Fetch.class)).isEqualTo(new Effect.Fetch(Scenario.DIGEST, 1000, 0));
        session.happens(new Event.Fetched(Scenario.DIGEST));
        assertThat(session.only(Effect.Train.class).assignment().settings()).containsEntry("batchSize", 8L);
        session.trained(3);
        assertThat(session.only(Effect.FormUpdate.class).maxBytes()).isEqualTo(5000);
        session.happens(new Event.Formed(3, new UpdateRef(Scenario.UPDATE, 4000)));
        assertThat(session.only(Effect.SignClaim.class).draft().seq()).isEqualTo(1);
        assertThat(session.effects(Effect.Upload.class)).isEmpty();
        PendingClaim claim = session.synced();
        assertThat(session.only(Effect.Upload.class).update().digest()).isEqualTo(Scenario.UPDATE);
        assertThat(session.sent().filter(WorkerMessage::hasClaim)).isEmpty();
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        assertThat(session.sent().filter(WorkerMessage::hasClaim)).hasSize(1);
        session.receives(session.receipt(claim, Observation.Verdict.ACCEPTED, Scenario.LOG));
        assertThat(session.only(Effect.KeepReceipt.class).verdict()).isEqualTo(new Verdict(true, Optional.empty(), 1000,
                OptionalLong.empty(), Optional.empty()));
        session.happens(new Event.ReceiptKept(1));

        assertThat(session.state.work()).isEqualTo(new Idle());
        assertThat(session.state.lastSeq()).isEqualTo(1);
    }

    @Test
    void claimsAnEvaluationWithoutAnUpdate() {
        Scenario session = Scenario.online();

        session.receives(Scenario.task(3, LeaseKind.EVALUATE));
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.happens(new Event.Trained(3, new Outcome.Done(10, 0, OptionalLong.of(1), OptionalLong.of(800_000))));
        session.synced();

        assertThat(session.effects(Effect.Upload.class)).isEmpty();
        assertThat(session.sent().filter(WorkerMessage::hasClaim)).hasSize(1);
    }

    @Test
    void claimsAFailureWithTheTrainersReasonAndLivesOn() {
        Scenario session = Scenario.online();

        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.happens(new Event.Trained(3, new Outcome.Failed(50, 0, "trainer-crashed", "exit code 1")));
        PendingClaim claim = session.synced();
        session.receives(session.receipt(claim, Observation.Verdict.REFUSED, Scenario.LOG));
        session.happens(new Event.ReceiptKept(1));

        assertThat(session.state.work()).isEqualTo(new Idle());
        session.forget();
        session.task(4);
        assertThat(session.effects(Effect.Fetch.class)).hasSize(1);
    }

    @Test
    void claimsAFailureWhenNoUpdateCanBeFormed() {
        Scenario session = Scenario.online();

        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.trained(3);
        session.happens(new Event.FormFailed(3, "wrong-tensors", "x is missing"));

        ClaimDraft draft = session.only(Effect.SignClaim.class).draft();
        assertThat(draft.outcome()).isEqualTo(new Outcome.Failed(1234, 20, "wrong-tensors", "x is missing"));
        assertThat(draft.update()).isEmpty();
    }

    @Test
    void ignoresATaskThatIsInHand() {
        Scenario session = Scenario.online();
        session.task(3);
        session.forget();

        session.task(3);

        assertThat(session.effects()).isEmpty();
    }

    @Test
    void takesATaskThatCameBeforeTheReceiptOfTheLastOne() {
        Scenario session = Scenario.online();
        PendingClaim claim = session.claimed(3);
        session.disconnect();
        session.connect(1);
        session.forget();

        session.task(4);
        assertThat(session.effects()).isEmpty();
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        session.receives(session.receipt(claim, Observation.Verdict.ACCEPTED, Scenario.LOG));
        session.happens(new Event.ReceiptKept(1));

        assertThat(session.state.work().lease()).hasValue(4);
        assertThat(session.effects(Effect.Fetch.class)).hasSize(1);
    }

    @Test
    void forgetsATaskThatWasPutOffWhenItsLeaseEnds() {
        Scenario session = Scenario.online();
        PendingClaim claim = session.claimed(3);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        session.task(4);

        session.cancel(4);
        session.receives(session.receipt(claim, Observation.Verdict.ACCEPTED, Scenario.LOG));
        session.happens(new Event.ReceiptKept(1));

        assertThat(session.state.work()).isEqualTo(new Idle());
    }

    @Test
    void givesATaskBackThatWasPutOffWhenItIsToStop() {
        Scenario session = Scenario.online();
        session.claimed(3);
        session.task(4);
        session.forget();

        session.happens(new Event.StopRequested("asked to"));

        assertThat(session.sent().map(message -> message.getHandBack().getReason())).containsExactly("stopping");
    }

    @Test
    void handsBackASecondTaskAndOneItHasSettledBefore() {
        Scenario session = Scenario.online();
        session.task(3);
        session.forget();

        session.task(4);
        assertThat(session.sent().map(message -> message.getHandBack().getReason())).containsExactly("busy");
        session.cancel(3);
        session.forget();
        session.task(3);

        assertThat(session.sent().map(message -> message.getHandBack().getReason())).containsExactly("settled-before");
    }

    @Test
    void stopsTheTrainerWhenTheLeaseIsCanceled() {
        Scenario session = Scenario.online();
        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));

        session.cancel(3);

        assertThat(session.only(Effect.StopTrainer.class).lease()).isEqualTo(3);
        assertThat(session.state.work()).isEqualTo(new Idle());
        session.forget();
        session.trained(3);
        assertThat(session.effects()).isEmpty();
    }

    @Test
    void claimsWorkThatWasDoneBeforeItsLeaseWasCanceled() {
        Scenario session = Scenario.online();
        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.trained(3);

        session.cancel(3);
        session.happens(new Event.Formed(3, new UpdateRef(Scenario.UPDATE, 4000)));

        assertThat(session.effects(Effect.SignClaim.class)).hasSize(1);
    }

    @Test
    void worksForNoLeaseOfATimeThatIsYetToCome() {
        long now = Scenario.online().wallMillis();
        assertHandedBack(Scenario.taskFor(3, LeaseKind.TRAIN, now + 86_400_001), "clock-differs");
        Scenario session = Scenario.online();
        session.receives(CoordinatorMessage.newBuilder().setTask(Scenario.taskFor(3, LeaseKind.TRAIN, now + 86_400_000)).build());
        assertThat(session.effects(Effect.Fetch.class)).as("clocks differ").hasSize(1);
    }

    @Test
    void handsBackATaskThatDoesNotFitTheSite() {
        assertHandedBack(Scenario.taskFor(3, LeaseKind.TRAIN).setTrainer("llm"), "malformed-task");
        assertHandedBack(Scenario.taskFor(3, LeaseKind.TRAIN).setModel("../../etc"), "malformed-task");
        assertHandedBack(Scenario.taskFor(3, LeaseKind.TRAIN).setModelSizeBytes(1 << 21), "model-too-large");
        assertHandedBack(Scenario.taskFor(3, LeaseKind.TRAIN).setSettings("{\"path\":\"x\"}"), "unsupported-setting");
        assertHandedBack(Scenario.taskFor(3, LeaseKind.TRAIN).setSteps(21), "malformed-task");
        assertHandedBack(Scenario.taskFor(3, LeaseKind.TRAIN).clearLeaseEntry(), "malformed-task");
    }

    private static void assertHandedBack(consort.proto.Task.Builder task, String code) {
        Scenario session = Scenario.online();
        session.receives(CoordinatorMessage.newBuilder().setTask(task).build());
        assertThat(session.sent().map(message -> message.getHandBack().getReason())).containsExactly(code);
        assertThat(session.state.work()).isEqualTo(new Idle());
    }

    @Test
    void handsATaskBackWhenItsModelCannotBeFetched() {
        Scenario session = Scenario.online();
        session.task(3);
        for (int i = 1; i < Timing.DEFAULT.fetchAttempts(); i++) {
            session.happens(new Event.FetchFailed(Scenario.DIGEST, "broken", 0, true));
            assertThat(session.state.work()).isInstanceOf(Fetching.class);
        }

        session.happens(new Event.FetchFailed(Scenario.DIGEST, "broken", 0, true));

        assertThat(session.sent().map(message -> message.getHandBack().getReason())).containsExactly("model-unavailable");
    }

    @Test
    void keepsATaskWhoseModelCannotBeFetchedWhileNobodyIsConnected() {
        Scenario session = Scenario.online();
        session.task(3);
        for (int i = 1; i < Timing.DEFAULT.fetchAttempts(); i++) {
            session.happens(new Event.FetchFailed(Scenario.DIGEST, "broken", 0, true));
        }
        session.disconnect();

        session.happens(new Event.FetchFailed(Scenario.DIGEST, "connection lost", 0, true));

        assertThat(session.state.work()).isInstanceOf(Fetching.class);
        assertThat(session.sent().map(message -> message.getHandBack().getReason())).isEmpty();
    }

    @Test
    void goesOnFetchingWhileEachAttemptBringsSomething() {
        Scenario session = Scenario.online();
        session.task(3);

        for (int i = 1; i < 100; i++) {
            session.happens(new Event.FetchFailed(Scenario.DIGEST, "cut", i, true));
        }

        assertThat(session.state.work()).isInstanceOf(Fetching.class);
    }
}
