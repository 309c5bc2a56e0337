package consort.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Observation;
import consort.proto.BenchmarkWanted;
import consort.proto.CoordinatorMessage;
import consort.proto.WorkerMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The coordinator asks for a benchmark again. */
class MeasuringTest {

    private static final long LONG_AGO = Duration.ofDays(3).toMillis();

    private static CoordinatorMessage wanted(String trainer) {
        return CoordinatorMessage.newBuilder().setBenchmarkWanted(BenchmarkWanted.newBuilder().setTrainer(trainer)).build();
    }

    @Test
    void saysWhatItMeasuresAndEndsForItOnceTheDeviceIsFree() {
        Scenario worker = Scenario.measured(Map.of("cnn", LONG_AGO));
        assertThat(worker.sent().filter(WorkerMessage::hasHello).findFirst().orElseThrow().getHello().getMeasuresList()).containsExactly("cnn");
        worker.forget();
        worker.receives(wanted("cnn"));
        assertThat(worker.told()).contains("the coordinator asks for the benchmark of trainer cnn again");
        assertThat(worker.sent().findFirst().orElseThrow().getAvailability().getReason()).isEqualTo("measuring");
        assertThat(worker.effects(Effect.Exit.class)).as("the trainer holds the device still").isEmpty();
        worker.only(Effect.FreeDevice.class);
        worker.happens(new Event.DeviceFreed());
        assertThat(worker.only(Effect.Exit.class).measure()).isEqualTo(Optional.of("cnn"));
    }

    @Test
    void aClaimInHandIsSettledFirst() {
        Scenario worker = Scenario.measured(Map.of("cnn", LONG_AGO));
        PendingClaim claim = worker.claimed(1);
        worker.receives(wanted("cnn"));
        worker.happens(new Event.DeviceFreed());
        assertThat(worker.effects(Effect.Exit.class)).isEmpty();
        worker.happens(new Event.Uploaded(Scenario.UPDATE));
        worker.receives(worker.receipt(claim, Observation.Verdict.ACCEPTED, Scenario.LOG));
        assertThat(worker.effects(Effect.Exit.class)).as("the receipt is not kept yet").isEmpty();
        worker.happens(new Event.ReceiptKept(claim.seq()));
        assertThat(worker.only(Effect.Exit.class).measure()).isEqualTo(Optional.of("cnn"));
    }

    @Test
    void doesNotWhatItDoesNotMeasureAndWaitsAWhileAfterTheLastAttempt() {
        Scenario worker = Scenario.measured(Map.of("cnn", Duration.ofMinutes(10).toMillis()));
        worker.receives(wanted("gpt"));
        worker.receives(wanted("cnn"));
        assertThat(worker.told()).contains("the coordinator asks for a benchmark of trainer gpt, which this worker does not do now")
                .anySatisfy(text -> assertThat(text).contains("less than 30 minutes ago"));
        assertThat(worker.effects(Effect.FreeDevice.class)).isEmpty();
        assertThat(worker.sent().filter(WorkerMessage::hasAvailability)).as("it takes tasks until then").isEmpty();
        worker.passes(Duration.ofMinutes(25).toMillis());
        worker.only(Effect.FreeDevice.class);
    }

    /** Else a trainer that fails would keep all others from being measured. */
    @Test
    void aTrainerThatMayBeMeasuredAtOnceGoesBeforeOneThatHasToWait() {
        Scenario worker = Scenario.measured(Map.of("broken", Duration.ofMinutes(10).toMillis(), "sound", LONG_AGO));
        worker.receives(wanted("broken"));
        assertThat(worker.effects(Effect.FreeDevice.class)).isEmpty();
        worker.receives(wanted("sound"));
        worker.happens(new Event.DeviceFreed());
        assertThat(worker.only(Effect.Exit.class).measure()).isEqualTo(Optional.of("sound"));
    }

    @Test
    void aSiteThatIsPausedMeasuresWhenItLendsAgain() {
        Scenario worker = Scenario.measured(Map.of("cnn", LONG_AGO));
        worker.happens(new Event.PauseAsked(true));
        worker.happens(new Event.DeviceFreed());
        worker.receives(wanted("cnn"));
        assertThat(worker.effects(Effect.Exit.class)).isEmpty();
        worker.happens(new Event.PauseAsked(false));
        assertThat(worker.only(Effect.Exit.class).measure()).isEqualTo(Optional.of("cnn"));
    }

    @Test
    void endsForAnEntryOfItsOwnOnceNothingIsOutstandingAndComesAgain() {
        Scenario worker = Scenario.measured(Map.of("cnn", LONG_AGO));
        PendingClaim claim = worker.claimed(1);
        worker.happens(new Event.GapAsked());
        assertThat(worker.sent().filter(WorkerMessage::hasAvailability).findFirst().orElseThrow().getAvailability().getReason())
                .isEqualTo("entering");
        worker.happens(new Event.DeviceFreed());
        worker.happens(new Event.Uploaded(Scenario.UPDATE));
        worker.receives(worker.receipt(claim, Observation.Verdict.ACCEPTED, Scenario.LOG));
        assertThat(worker.effects(Effect.Exit.class)).isEmpty();
        worker.happens(new Event.ReceiptKept(claim.seq()));
        assertThat(worker.only(Effect.Exit.class)).matches(exit -> exit.again() && exit.exitCode() == 0 && exit.measure().isEmpty());
    }

    @Test
    void aSiteThatIsPausedMakesItsEntryToo() {
        Scenario worker = Scenario.measured(Map.of("cnn", LONG_AGO));
        worker.happens(new Event.PauseAsked(true));
        worker.happens(new Event.DeviceFreed());
        worker.happens(new Event.GapAsked());
        assertThat(worker.only(Effect.Exit.class).again()).isTrue();
    }

    @Test
    void whoLeavesMakesNoEntry() {
        Scenario worker = Scenario.measured(Map.of("cnn", LONG_AGO));
        worker.happens(new Event.GapAsked());
        worker.happens(new Event.LeaveAsked());
        worker.happens(new Event.DeviceFreed());
        assertThat(worker.only(Effect.Exit.class).again()).isFalse();
    }
}
