package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.examples.demo.process.PrintedInvite;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Key;
import consort.ledger.entry.RoundClosed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates of seconds under a worker that goes on working: its stream outlives the one it began with, while its organization's
 * key and the certificate authority are replaced.
 */
class CertificateLifeTest {

    private static final long MODEL_BYTES = 4096;
    private static final String RENEWED = "the certificate was renewed";
    private static final String LOST = "connection lost";
    private static final int REFUSED_BY_COORDINATOR = 11;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    private Consortium consortium;

    private Ended coordinator(int exit, String... words) throws Exception {
        String[] command = new String[words.length + 3];
        command[0] = "coordinator";
        System.arraycopy(words, 0, command, 1, words.length);
        command[words.length + 1] = "--dir";
        command[words.length + 2] = consortium.operator().toString();
        return consortium.programs().run(command).expect(exit);
    }

    private int count(Running worker, String words) throws Exception {
        return (int) Pattern.compile(Pattern.quote(words)).matcher(worker.said()).results().count();
    }

    private void awaitRounds(int more) throws Exception {
        int before = consortium.bodies(RoundClosed.class).size();
        Waiting.until(more + " more rounds close", Waiting.LONG, () -> consortium.bodies(RoundClosed.class).size() >= before + more);
    }

    @Test
    void aWorkerGoesOnWhileCertificatesKeyAndAuthorityAreReplaced() throws Exception {
        try (Consortium founded = new Consortium(root)) {
            consortium = founded;
            Running first = consortium.serve();
            consortium.enroll("acme");
            Site site = consortium.join("acme", "w1");
            site.offerReference(consortium.port(), MODEL_BYTES, 20, "train");
            Path audra = root.resolve("audra");
            consortium.programs().run("member", "join", PrintedInvite.in(consortium.programs().run("member", "invite-person", "audra",
                    "--role", "member", "--dir", site.member().toString()).expect(0).out()), "--dir", audra.toString()).expect(0);
            first.stop();
            Files.writeString(consortium.operator().resolve("coordinator.yaml"), "\ncertificates: { memberSeconds: 12 }\n",
                    StandardOpenOption.APPEND);
            Running second = consortium.serve();
            Running worker = consortium.run(site);
            consortium.submit(new JobFile("long", 1).with("gatherSeconds", 1).with("rounds", 1000),
                    consortium.initialModel(MODEL_BYTES));
            worker.awaitSaid("is accepted");

            coordinator(0, "rotate-authority", "add");
            worker.awaitSaid(RENEWED);
            consortium.programs().run("member", "rotate-key", "--dir", site.member().toString()).expect(0);
            assertThat(coordinator(REFUSED_BY_COORDINATOR, "rotate-authority", "retire").err())
                    .contains("audra").doesNotContain("acme/w1");
            consortium.programs().run("model", "list", "--dir", audra.toString()).expect(0);
            coordinator(0, "rotate-authority", "retire");

            worker.awaitSaid("connected again");
            int renewed = count(worker, RENEWED);
            int lost = count(worker, LOST);
            Waiting.until("the stream outlived its certificate", Waiting.LONG, () -> count(worker, RENEWED) >= renewed + 2);
            awaitRounds(2);
            assertThat(count(worker, LOST)).as(worker.said()).isEqualTo(lost);
            assertThat(worker.runs()).isTrue();

            assertThat(consortium.bodies(Authority.class)).extracting(Authority::action)
                    .containsExactly(Authority.Action.ADDED, Authority.Action.RETIRED);
            assertThat(consortium.bodies(Key.class)).filteredOn(key -> key.purpose() == Key.Purpose.ORGANIZATION).hasSize(2);
            worker.stop();
            second.stop();
            for (Path kept : new Path[] {site.member(), site.folder()}) {
                consortium.programs().run("audit", "verify", consortium.ledger().toString(),
                        "--trust", kept.resolve("trust.json").toString(), "--receipts", kept.resolve("receipts").toString()).expect(0);
            }
        }
    }
}
