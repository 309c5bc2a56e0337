package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Body;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RunEnded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A coordinator's disk is lost in the middle of a round. A backup that was taken beside it lacks an entry, which a member's
 * copy of the ledger has; with both, another coordinator goes on, once the members have said what they hold.
 */
class RestoreTest {

    private static final int EXIT_REFUSED = 25;
    private static final long MODEL_BYTES = 4096;
    /** So slow that its task is open when the disk is lost. */
    private static final long NEVER_DONE_MILLIS = 3_600_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void aRunGoesOnFromABackupWhenTheMembersHaveReported() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            Running coordinator = consortium.serve();
            Site acme = joined(consortium, "acme");
            Site beta = joined(consortium, "beta");
            beta.offerReference(consortium.port(), MODEL_BYTES, NEVER_DONE_MILLIS, "train");
            consortium.submit(new JobFile("first", 2).with("rounds", 2).with("gatherSeconds", 1),
                    consortium.initialModel(MODEL_BYTES));
            Running first = consortium.run(acme);
            Running second = consortium.run(beta);
            first.awaitSaid("is accepted");
            second.awaitSaid("steps of reference");
            second.kill();
            Path backup = root.resolve("backup");
            consortium.programs().run("coordinator", "backup", "--dir", consortium.operator().toString(),
                    "--to", backup.toString()).expect(0);
            consortium.invite("carol");
            Path copy = root.resolve("copy");
            fetch(consortium, acme, copy).expect(0);
            coordinator.kill();
            List<Body> before = consortium.bodies();

            Running tooOld = restored(consortium, backup);
            assertThat(fetch(consortium, acme, copy).expect(EXIT_REFUSED).withoutStackTrace().err())
                    // As of the last checkpoint, which may come a moment after the entries of a round.
                    .containsPattern("restored with (\\d+) entries; entries \\1\\.\\." + (before.size() - 1) + " are lost: organization acme holds")
                    .contains("give it to the operator");
            tooOld.stop();
            restored(consortium, backup, "--ledger-from", copy.toString());
            first.awaitSaid("nothing is appended until 2 more of these organizations said .*: acme, beta");
            beta.offerReference(consortium.port(), MODEL_BYTES, 1, "train");
            consortium.run(beta).awaitSaid("nothing is appended until");
            assertThat(consortium.bodies()).isEqualTo(before);
            fetch(consortium, acme, copy).expect(0);
            fetch(consortium, beta, root.resolve("copy-of-beta")).expect(0);
            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            assertThat(consortium.bodies(RoundClosed.class)).hasSize(2).allMatch(round -> round.updates() == 2);
            List<Body> after = consortium.bodies();
            assertThat(after.subList(0, before.size())).isEqualTo(before);
            assertThat(after.get(before.size())).isInstanceOfSatisfying(CoordinatorStarted.class,
                    started -> assertThat(started.restored()).isEqualTo(OptionalLong.of(before.size())));
            assertThat(consortium.closePeriod().poolMinor()).isPositive();
            consortium.audit(acme).expect(0);
        }
    }

    private static Ended fetch(Consortium consortium, Site site, Path copy) throws Exception {
        return consortium.programs().run("member", "ledger", copy.toString(), "--dir", site.member().toString());
    }

    /** Another coordinator in place of the one whose folder is lost. */
    private Running restored(Consortium consortium, Path backup, String... more) throws Exception {
        Files.move(consortium.operator(), Files.createTempDirectory(root, "lost").resolve("operator"));
        List<String> line = new ArrayList<>(List.of("coordinator", "restore", "--from", backup.toString(),
                "--dir", consortium.operator().toString()));
        line.addAll(List.of(more));
        consortium.programs().run(line.toArray(String[]::new)).expect(0);
        return consortium.serve();
    }

    private static Site joined(Consortium consortium, String organization) throws Exception {
        consortium.enroll(organization);
        Site site = consortium.join(organization, "w1");
        site.offerReference(consortium.port(), MODEL_BYTES, 1, "train");
        return site;
    }
}
