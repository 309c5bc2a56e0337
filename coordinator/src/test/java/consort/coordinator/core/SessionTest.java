package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.WorkerId;
import consort.proto.Hello;
import consort.proto.Progress;
import consort.proto.WorkerMessage;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers' streams, and what the operator sees of them. */
class SessionTest {

    private Pool pool;
    private WorkerId acme;

    @BeforeEach
    void aWorkerIsEnrolled() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
    }

    @Test
    void aSecondStreamClosesTheFirst() throws IOException {
        long first = pool.connect(acme);
        pool.connect(acme);
        assertThat(pool.released.getLast()).isInstanceOfSatisfying(Effect.CloseSession.class,
                close -> assertThat(close.session()).isEqualTo(first));
        pool.step(new Event.Disconnected(acme, first));
        assertThat(pool.engine.ephemeral().connected()).containsExactly(acme);
    }

    @Test
    void aWorkerWithoutAKeyInTheLedgerIsTurnedAway() throws IOException {
        pool.connect(new WorkerId("acme", "w9"));
        assertThat(pool.released.getLast()).isInstanceOfSatisfying(Effect.CloseSession.class,
                close -> assertThat(close.reason()).contains("no key in the ledger"));
    }

    @Test
    void aHelloBeyondTheLimitsIsTurnedAway() throws IOException {
        Hello.Builder many = Hello.newBuilder().setDevices(1);
        for (int i = 0; i < 65; i++) {
            many.addTrainers("t" + i);
        }
        turnedAway(many.build());
        turnedAway(Hello.newBuilder().setDevices(0).build());
        turnedAway(Hello.newBuilder().setDevices(1).addData("../etc").build());
    }

    @Test
    void cancelsLeasesThatAWorkerNamesInVain() throws IOException {
        pool.connect(acme, 41L);
        assertThat(pool.last(acme).getCancel().getReason()).isEqualTo("unknown");
    }

    @Test
    void showsProgressHoweverStrangeItIs() throws IOException {
        WorkerId beta = pool.member("beta");
        pool.connect(acme);
        long session = pool.connect(beta);
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.step(new Event.Received(beta, session, WorkerMessage.newBuilder().setProgress(Progress.newBuilder()
                .setLease(pool.lease(beta)).setStep(Long.MIN_VALUE).setSteps(5).setLossMillionths(Long.MAX_VALUE)).build()));
        Reply reply = pool.ask(new Event.AskStatus(pool.ticket()));
        assertThat(reply).isInstanceOfSatisfying(Reply.Status.class, status -> assertThat(status.json())
                .contains("\"phase\":\"training\"", "\"steps\":5", "\"connected\":true", "\"waitsFor\":\"waits for 2 of 2 workers"));
    }

    @Test
    void tellsWhatARunWaitsForAndWhoBelongsHere() throws IOException {
        pool.member("beta");
        pool.submit(Pool.job(1, 2, 2, 2));
        Reply reply = pool.ask(new Event.AskStatus(pool.ticket()));
        assertThat(reply).isInstanceOfSatisfying(Reply.Status.class, status -> assertThat(status.json())
                .contains("\"waitsFor\":\"waits for 2 workers with trainer ", "\"organization\":\"acme\",\"revoked\":false,\"tier\":"));
    }

    private void turnedAway(Hello hello) throws IOException {
        pool.step(new Event.Received(acme, 99, WorkerMessage.newBuilder().setHello(hello).build()));
        assertThat(pool.released.removeLast()).isInstanceOf(Effect.CloseSession.class);
        assertThat(pool.engine.ephemeral().connected()).isEmpty();
    }
}
