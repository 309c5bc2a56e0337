package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import consort.ledger.entry.Approval;
import consort.ledger.entry.RunStarted;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A job waits until a member, with its own key and on its own machine, has read and approved it. */
class ApprovalTest {

    private static final long MODEL_BYTES = 4096;
    private static final int EXIT_NOT_ACCEPTED = 28;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void aRunBeginsWhenAMemberApprovedItsJobByDigest() throws Exception {
        try (Consortium consortium = new Consortium(root, "--approvals", "1")) {
            consortium.serve();
            consortium.enroll("acme");
            Path model = consortium.initialModel(MODEL_BYTES);
            String job = new JobFile("asked", 1).write(root.resolve("asked.yaml")).toString();
            consortium.inviteWorker("acme", "w1");
            assertThat(consortium.programs().run("coordinator", "submit", job, "--model", model.toString(),
                    "--dir", consortium.operator().toString()).expect(0).out())
                    .contains("estimate for job asked:", "waits for approvals: 0 of 1 (missing: acme)");
            JsonNode waiting = consortium.status().get("jobs").get(0);
            assertThat(waiting.get("name").asText()).isEqualTo("asked");
            String digest = waiting.get("job").asText();

            assertThat(approve(consortium, digest.substring(0, 10)).expect(EXIT_NOT_ACCEPTED).out())
                    .contains("The job asked, submitted by operator", "What the coordinator expects it to take:", "bears at most");
            assertThat(consortium.bodies(RunStarted.class)).isEmpty();
            assertThat(approve(consortium, digest, "--yes").expect(0).out()).contains("acme approved the job: " + digest);
            assertThat(approve(consortium, digest, "--yes").expect(0).out()).contains("has approved this job already");
            Waiting.until("the run began", () -> !consortium.bodies(RunStarted.class).isEmpty());
            assertThat(consortium.bodies(Approval.class)).singleElement().extracting(Approval::job).isEqualTo(digest);
        }
    }

    private static Ended approve(Consortium consortium, String job, String... more) throws Exception {
        String[] words = {"member", "approve", job, "--dir", consortium.member("acme").toString()};
        String[] all = new String[words.length + more.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return consortium.programs().run(all);
    }
}
