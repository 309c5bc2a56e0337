package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.WorkerId;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why tasks brought nothing: said in the status document, and at the end of the run. */
class TroublesTest {

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;

    @BeforeEach
    void twoWorkers() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
    }

    @Test
    void tellsWhyATaskWasHandedBackAndARoundAbandoned() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        long lease = pool.lease(beta);
        pool.handBack(beta, lease, " model\u001b[2J too large\u00e9 " + "x".repeat(400));
        assertThat(pool.state().lease(lease).orElseThrow().endedDetail().orElseThrow())
                .startsWith("model?[2J too large? x").hasSizeLessThanOrEqualTo(300);
        assertThat(status()).contains("\"detail\":\"model?[2J", "beta/w1 handed back: model?[2J",
                "\"trouble\":\"train task in run 1, round 1 handed back: model?[2J");
        pool.work(acme);
        assertThat(status()).as("while the next round is awaited or open").contains("\"roundsOpened\":2");
        pool.handBack(beta, pool.lease(beta), "no trainer");
        pool.work(acme);
        assertThat(pool.run(1).ended().orElseThrow().cause())
                .contains("round 2 was abandoned", "beta/w1 handed back: no trainer");
    }

    @Test
    void tellsWhyATrainerFailedAndARoundIsAbandoned() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.fail(beta);
        String words = "trainer-crashed: the trainer ended before it answered (the worker's log says more)";
        assertThat(status()).contains("\"detail\":\"" + words + "\"", "\"state\":\"refused\"", "beta/w1 failed: " + words,
                "\"trouble\":\"train task in run 1, round 1 failed: " + words + "\"");
        pool.work(acme);
        pool.fail(beta);
        pool.restart();
        pool.connect(acme);
        pool.connect(beta);
        pool.work(acme);
        assertThat(pool.run(1).ended().orElseThrow().cause()).contains("round 2 was abandoned", "beta/w1 failed: " + words);
    }

    @Test
    void workersWithTheSameTroubleStandTogetherAndAnAcceptedTaskEndsIt() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 1));
        pool.fail(acme);
        pool.fail(beta);
        assertThat(status()).contains("round 1 was abandoned: 0 of 2 updates were accepted; the quorum is 1; acme/w1, beta/w1 failed: "
                + "trainer-crashed: the trainer ended before it answered (the worker's log says more)\"");
        pool.work(acme);
        pool.verdict = new Event.UpdateVerdict.Unfit("norm-too-large", "the norm is 9");
        pool.work(beta);
        assertThat(status()).containsOnlyOnce("\"trouble\"")
                .contains("\"trouble\":\"train task in run 1, round 2 refused: norm-too-large: the norm is 9\"");
    }

    @Test
    void whatAPeerSaysBesideAReasonCodeIsNotShown() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.offer(beta, pool.failed(beta, "own-reason", "/home/ann/secret.csv"));
        assertThat(status()).contains("\"detail\":\"own-reason (the worker's log says more)\"").doesNotContain("secret");
    }

    @Test
    void anEmptyReasonIsNoDetail() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        long lease = pool.lease(beta);
        pool.handBack(beta, lease, " ");
        assertThat(pool.state().lease(lease).orElseThrow().endedDetail()).isEmpty();
    }

    private String status() throws IOException {
        return ((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json();
    }
}
