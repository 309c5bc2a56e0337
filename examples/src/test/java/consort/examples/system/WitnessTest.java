package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.log.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two members witness the ledger, one by a program of its own and one by its worker's agent. Then the operator puts an old copy of the whole folder back and goes on: the log's key signs a
 * second history, and the witness that is there ends with what proves it.
 */
class WitnessTest {

    private static final int TAMPERING = 60;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void membersWitnessTheLedgerAndCatchAFork() throws Exception {
        try (Consortium consortium = new Consortium(root, "--witnesses", "2")) {
            Running coordinator = consortium.serve();
            consortium.enroll("acme");
            consortium.enroll("beta");
            Running acme = consortium.programs().start("acme-witness", "member", "witness", "--dir", consortium.member("acme").toString());
            Site betas = consortium.join("beta", "w1");
            betas.offerReference(consortium.port(), 1000, 1, "train");
            Running beta = consortium.run(betas);
            acme.awaitSaid("cosigned the ledger's [0-9]+ entries");
            beta.awaitSaid("cosigned the ledger's [0-9]+ entries");
            Waiting.until("the quorum cosigned all there is", () -> isWitnessed(consortium));
            assertThat(consortium.programs().run("member", "witness", "--dir", consortium.member("acme").toString(), "--once")
                    .withoutStackTrace().err()).as("one process is this witness").contains("lock");
            assertThat(consortium.programs().run("worker", "status", "--dir", betas.folder().toString()).expect(0).out())
                    .contains("witness: cosigned the ledger's");
            Path copy = root.resolve("copy");
            consortium.programs().run("member", "ledger", copy.toString(), "--dir", consortium.member("beta").toString()).expect(0);
            assertThat(Files.readAllBytes(copy.resolve("witnessed"))).isEqualTo(Files.readAllBytes(consortium.ledger().resolve("witnessed")));
            coordinator.stop();
            beta.stop();
            assertThat(beta.process().exitValue()).isZero();

            Path old = root.resolve("old");
            copyAll(consortium.operator(), old);
            Running goesOn = consortium.serve();
            consortium.invite("carol");
            consortium.invite("dora");
            acme.awaitSaid("not connected");
            long size = checkpoint(consortium.ledger().resolve("checkpoint")).checkpoint().size();
            Waiting.until("acme saw that", () -> checkpoint(consortium.member("acme").resolve("witness/checkpoint")).checkpoint().size() >= size);
            goesOn.kill();
            Files.move(consortium.operator(), root.resolve("true"));
            Files.move(old, consortium.operator());
            consortium.serve();
            consortium.invite("erin");
            consortium.invite("fred");
            consortium.invite("gina");
            Waiting.until("the witness ends", () -> !acme.runs());
            assertThat(acme.process().exitValue()).as(acme.said()).isEqualTo(TAMPERING);
            assertThat(acme.said()).contains("the one of " + size + " entries that this witness cosigned");
            assertThat(Consortium.names(consortium.member("acme").resolve("witness/evidence"))).hasSize(2);
            assertThat(consortium.programs().run("coordinator", "status", "--dir", consortium.operator().toString()).expect(0).out())
                    .contains("NOT HEALTHY", "witness of acme");
        }
    }

    private static boolean isWitnessed(Consortium consortium) throws IOException {
        Path witnessed = consortium.ledger().resolve("witnessed");
        return Files.exists(witnessed)
                && checkpoint(witnessed).checkpoint().equals(checkpoint(consortium.ledger().resolve("checkpoint")).checkpoint());
    }

    private static SignedCheckpoint checkpoint(Path file) throws IOException {
        return SignedCheckpoint.parse(Files.readAllBytes(file));
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
