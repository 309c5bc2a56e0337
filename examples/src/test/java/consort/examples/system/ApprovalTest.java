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
    private static final int EXIT_REFUSED = 25;

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
            withdraws(consortium, model);

            assertThat(approve(consortium, digest.substring(0, 10)).expect(EXIT_NOT_ACCEPTED).out())
                    .contains("The job asked, submitted by operator", "What the coordinator expects it to take:", "bears at most");
            assertThat(consortium.bodies(RunStarted.class)).isEmpty();
            assertThat(approve(consortium, digest, "--yes").expect(0).out()).contains("acme approved the job: " + digest);
            assertThat(approve(consortium, digest, "--yes").expect(0).out()).contains("has approved this job already");
            Waiting.until("the run began", () -> !consortium.bodies(RunStarted.class).isEmpty());
            assertThat(consortium.bodies(Approval.class)).singleElement().extracting(Approval::job).isEqualTo(digest);
        }
    }

    /** Another job, which the operator thinks better of: the member that wants to approve it is told so. */
    private void withdraws(Consortium consortium, Path model) throws Exception {
        String job = new JobFile("unwanted", 1).write(root.resolve("unwanted.yaml")).toString();
        String operator = consortium.operator().toString();
        consortium.programs().run("coordinator", "submit", job, "--model", model.toString(), "--dir", operator).expect(0);
        String digest = consortium.status().get("jobs").get(1).get("job").asText();
        assertThat(consortium.programs().run("coordinator", "withdraw", digest.substring(0, 10), "--reason", "another seed",
                "--dir", operator).expect(0).out()).startsWith("job " + digest.substring(0, 10) + " is withdrawn (entry ");
        assertThat(approve(consortium, digest, "--yes").expect(EXIT_REFUSED).err())
                .contains("job unwanted was withdrawn by the operator", "another seed", "there is nothing to approve");
    }

    private static Ended approve(Consortium consortium, String job, String... more) throws Exception {
        String[] words = {"member", "approve", job, "--dir", consortium.member("acme").toString()};
        String[] all = new String[words.length + more.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return consortium.programs().run(all);
    }
}
