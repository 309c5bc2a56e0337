package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Job;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RunView.Phase;
import consort.proto.Availability;
import consort.proto.HandBack;
import consort.proto.Task;
import consort.proto.WorkerMessage;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that are connected and take no tasks, or none of a run. */
class AvailabilityTest {

    private static final long HOUR = 3_600_000;

    private Pool pool;
    private WorkerId acme;
    private long acmesStream;

    @BeforeEach
    void twoWorkersAreConnected() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        WorkerId beta = pool.member("beta");
        acmesStream = pool.connect(acme);
        pool.connect(beta);
    }

    @Test
    void givesNoTaskToAWorkerThatTakesNone() throws IOException {
        says(Availability.newBuilder().setReason("paused"));
        pool.submit(Pool.job(1, 2, 2, 2));
        assertThat(pool.run(1).phase()).isEqualTo(Phase.WAITING);

        says(Availability.newBuilder().setAvailable(true));
        assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
    }

    @Test
    void doesNotWaitLongForAWorkerThatDoesNotSayWhenItIsBack() throws IOException {
        says(Availability.newBuilder().setReason("paused"));
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.pass(60_000);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.ABANDONED);
    }

    @Test
    void waitsForAWorkerThatIsBackInTheEvening() throws IOException {
        says(Availability.newBuilder().setReason("outside-hours").setForMillis(8 * HOUR));
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.pass(120_000);
        assertThat(pool.run(1).ended()).isEmpty();
        assertThat(pool.run(1).phase()).isEqualTo(Phase.WAITING);
    }

    @Test
    void doesNotWaitLongForAWorkerThatIsNotBackWhenItSaid() throws IOException {
        says(Availability.newBuilder().setReason("outside-hours").setForMillis(8 * HOUR));
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.pass(8 * HOUR + 600_000);
        pool.pass(60_000);
        assertThat(pool.run(1).ended()).as("its clock may be wrong by minutes").isEmpty();
        pool.pass(60_000);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.ABANDONED);
    }

    @Test
    void givesNoOtherTaskOfARunToAWorkerThatWantsNone() throws IOException {
        pool.submit(Pool.job(1, 1, 2, 1));
        long lease = pool.lease(acme);
        pool.step(message(WorkerMessage.newBuilder().setHandBack(
                HandBack.newBuilder().setLease(lease).setReason("job-not-allowed").setNotAgain(true))));
        pool.submit(Pool.job(2, 1, 2, 1));
        pool.pass(5_000);
        assertThat(pool.state().openLeaseOf(acme)).isPresent();
        assertThat(pool.state().openLeaseOf(acme).orElseThrow().lease().run()).isEqualTo(2);
    }

    @Test
    void showsWhyAWorkerTakesNoTasks() throws IOException {
        says(Availability.newBuilder().setReason("over-\u001bbudget").setForMillis(Long.MAX_VALUE));
        Reply reply = pool.ask(new Event.AskStatus(pool.ticket()));
        assertThat(reply).isInstanceOfSatisfying(Reply.Status.class,
                status -> assertThat(status.json()).contains("\"away\":\"over-?budget\""));
    }

    @Test
    void sendsTheEntriesThatSayWhoseJobATaskIsOf() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        Task task = pool.last(acme).getTask();
        RunStarted run = (RunStarted) Entries.parse(task.getRunEntry().toByteArray()).body();
        Job job = (Job) Entries.parse(task.getJobEntry().toByteArray()).body();
        assertThat(run.run()).isEqualTo(1);
        assertThat(job.job()).isEqualTo(run.job());
        assertThat(job.submitter()).isEqualTo("operator");
    }

    private void says(Availability.Builder availability) throws IOException {
        pool.step(message(WorkerMessage.newBuilder().setAvailability(availability)));
    }

    private Event message(WorkerMessage.Builder message) {
        return new Event.Received(acme, acmesStream, message.build());
    }
}
