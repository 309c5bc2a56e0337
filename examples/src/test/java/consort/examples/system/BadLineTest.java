package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.network.CuttingProxy;
import consort.fuzz.network.CuttingProxy.Direction;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker behind a line that is slow, late, cut again and again, and killed whenever it is idle: its run comes to the model of one in peace. */
class BadLineTest {

    private static final long MODEL_BYTES = 1 << 20;
    private static final int ROUNDS = 2;
    /** A quarter of the model a second. */
    private static final long BYTES_PER_SECOND = 1 << 18;
    private static final long LAG_MILLIS = 150;
    private static final long CUT_EVERY_BYTES = 400_000;
    private static final int CUTS = 4;
    private static final long IDLE_MILLIS = 2_500;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void aBadLineCostsTimeAndNothingElse() throws Exception {
        try (Consortium consortium = new Consortium(root); CuttingProxy proxy = new CuttingProxy(consortium.port())) {
            consortium.serve();
            consortium.enroll("acme");
            Site acme = consortium.join("acme", "w1");
            // A task of 7 s in which only small messages pass, and for 3.5 s none.
            acme.offerReference(proxy.port(), MODEL_BYTES, 3_500, "train");
            consortium.run(acme);
            JobFile job = new JobFile("line", 1).with("rounds", ROUNDS).with("steps", 2);
            Path model = consortium.initialModel(MODEL_BYTES);
            proxy.limit(BYTES_PER_SECOND);
            proxy.lag(Direction.UP, LAG_MILLIS);
            proxy.lag(Direction.DOWN, LAG_MILLIS);
            proxy.cutEvery(Direction.UP, CUT_EVERY_BYTES, CUTS);
            proxy.cutIdle(IDLE_MILLIS);
            consortium.submit(job, model);
            consortium.awaitEnd(1, Waiting.LONG);
            System.out.printf("%d cuts, and %d of idle connections%n", proxy.cuts(), proxy.idleCuts());
            assertThat(proxy.cuts()).as("by bytes").isPositive();
            assertThat(proxy.idleCuts()).isPositive();

            proxy.limit(0);
            proxy.lag(Direction.UP, 0);
            proxy.lag(Direction.DOWN, 0);
            proxy.mend(Direction.UP);
            proxy.cutIdle(0);
            consortium.programs().run("coordinator", "submit", consortium.path("line.yaml").toString(), "--model", model.toString(),
                    "--again", "1", "--dir", consortium.operator().toString()).expect(0);
            consortium.awaitEnd(2, Waiting.LONG);
            Waiting.until("all claims have receipts", () -> Consortium.names(acme.folder().resolve("outbox")).isEmpty());
            Unharmed unharmed = new Unharmed(consortium, 1, ROUNDS);
            unharmed.requireEveryUpdateCountedOnce(2);
            unharmed.requireReceipts(acme, 2);
            List<String> models = unharmed.models(acme, 2);
            assertThat(models.get(1)).isEqualTo(models.get(0));
        }
    }

    /** A machine in between is gone and tells nobody: connections are open at both ends, and nothing comes. */
    @ParameterizedTest
    @EnumSource(Direction.class)
    @EnabledIfSystemProperty(named = "consort.faults", matches = "all", disabledReason = "pings find it after most of a minute; -Dconsort.faults=all")
    void aLineOnWhichNothingPassesAnyMoreIsLeftForAnother(Direction dead) throws Exception {
        try (Consortium consortium = new Consortium(root); CuttingProxy proxy = new CuttingProxy(consortium.port())) {
            consortium.serve();
            consortium.enroll("acme");
            Site acme = consortium.join("acme", "w1");
            acme.offerReference(proxy.port(), MODEL_BYTES, 100, "train");
            Running worker = consortium.run(acme);
            consortium.submit(new JobFile("dead", 1).with("rounds", ROUNDS).with("steps", 50), consortium.initialModel(MODEL_BYTES));
            worker.awaitSaid("step [0-9]+ of ");
            proxy.hold(dead, true);
            worker.awaitSaid("connection lost");
            proxy.hold(dead, false);
            worker.awaitSaid("connected again");
            consortium.awaitEnd(1, Waiting.LONG);
            Waiting.until("all claims have receipts", () -> Consortium.names(acme.folder().resolve("outbox")).isEmpty());
            Unharmed unharmed = new Unharmed(consortium, 1, ROUNDS);
            unharmed.requireEveryUpdateCountedOnce(1);
            unharmed.requireReceipts(acme, 1);
            assertThat(Begun.by(worker)).doesNotHaveDuplicates();
        }
    }
}
