package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import consort.examples.data.DataSet;
import consort.examples.data.Digits;
import consort.examples.data.Idx;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.UsageClaim;
import consort.trainer.djl.Main;
import consort.trainer.protocol.program.JavaCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One organization trains with DJL in Java, the other with PyTorch in Python: the coordinator cannot tell. */
class MixedTrainersTest {

    private static final String MODEL = "digits-mlp";
    private static final int ROUNDS = 4;
    /** Of 10 classes, after {@value #ROUNDS} rounds: far from chance, and from what it could be. */
    private static final long ENOUGH_MILLIONTHS = 700_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void djlAndPythonTrainOneModel() throws Exception {
        Optional<List<String>> python = PythonTrainer.command(MODEL);
        String missing = "SKIPPED: no Python with torch and safetensors; run examples/python-trainer/setup, "
                + "or name one in CONSORT_PYTHON, to test a federation of DJL and Python";
        if (python.isEmpty()) {
            // The build shows a skipped test's number, not its reason.
            System.out.println(missing);
        }
        assumeTrue(python.isPresent(), missing);
        List<String> djl = JavaCommand.of(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m"),
                Main.class, "--model", MODEL);
        try (Consortium consortium = new Consortium(root)) {
            consortium.serve();
            Site acme = site(consortium, "acme", djl, 0);
            Site beta = site(consortium, "beta", python.get(), 1);
            Path initial = root.resolve("initial.safetensors");
            consortium.programs().run("worker", "init-model", "--trainer", MODEL, "--seed", "1", "--out", initial.toString(),
                    "--dir", acme.folder().toString()).expect(0);
            consortium.submit(new JobFile("mixed", 2).with("trainer", MODEL).with("rounds", ROUNDS).with("steps", 60)
                    .with("weights", "assigned-steps").with("settings", Map.of("batchSize", 32)).evaluated(), initial);
            consortium.run(acme);
            consortium.run(beta);

            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            assertThat(consortium.bodies(Observation.class)).hasSize(ROUNDS * 3)
                    .allMatch(one -> one.verdict() == Observation.Verdict.ACCEPTED);
            assertThat(consortium.bodies(RoundClosed.class)).hasSize(ROUNDS).allMatch(round -> round.updates() == 2)
                    .allMatch(round -> !round.model().equals(round.previous()));
            List<Long> accuracies = consortium.bodies(UsageClaim.class).stream()
                    .filter(claim -> claim.accuracyMillionths().isPresent())
                    .map(claim -> claim.accuracyMillionths().getAsLong()).toList();
            System.out.println("accuracy of DJL and Python together, in millionths by round: " + accuracies);
            assertThat(accuracies).hasSize(ROUNDS);
            assertThat(accuracies.getLast()).isGreaterThan(accuracies.getFirst()).isGreaterThan(ENOUGH_MILLIONTHS);
            consortium.audit(beta).expect(0);
        }
    }

    /** A worker with every other image; the first one also holds the test set. */
    private Site site(Consortium consortium, String organization, List<String> command, int part) throws Exception {
        consortium.enroll(organization);
        Site site = consortium.join(organization, "w1");
        DataSet digits = Digits.read(PythonTrainer.project().resolve("examples/data/digits/digits.csv.gz"));
        int[] own = IntStream.range(0, digits.train().count()).filter(image -> image % 2 == part).toArray();
        Path train = root.resolve(organization).resolve("train");
        Path test = root.resolve(organization).resolve("test");
        Idx.writeShard(train, digits.train().select(own));
        Idx.writeShard(test, digits.test());
        site.offer(consortium.port(), Map.of(MODEL, command),
                part == 0 ? Map.of("train", train, "test", test) : Map.of("train", train), Map.of("OMP_NUM_THREADS", "1"));
        return site;
    }
}
