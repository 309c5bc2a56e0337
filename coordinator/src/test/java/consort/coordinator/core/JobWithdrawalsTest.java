package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply.Changed;
import consort.coordinator.core.Reply.Code;
import consort.coordinator.core.Reply.Refused;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.WithdrawnJobView;
import consort.ledger.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator takes back a job that waits for the approvals of two members. */
class JobWithdrawalsTest {

    private static final JsonObject.Builder JOB = Pool.job(1, 1, 1, 1);
    private static final String DIGEST = JobDocument.read(JOB.build()).digest();

    private Pool pool;
    private WorkerId acme;

    @BeforeEach
    void oneOfTwoMembersApproved() throws IOException {
        pool = new Pool(2);
        acme = pool.member("acme");
        pool.member("beta");
        pool.connect(acme);
        pool.submit(JOB);
        pool.approve("acme", DIGEST);
    }

    private Reply withdraw(String job, String reason) throws IOException {
        return pool.ask(new Event.WithdrawJob(pool.ticket(), job, reason));
    }

    private Reply.Status status() throws IOException {
        return (Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()));
    }

    @Test
    void itNeverRunsAndIsApprovedNoMore() throws IOException {
        long entry = pool.state().size();
        assertThat(withdraw(DIGEST.substring(0, 8), " another seed ")).isEqualTo(new Changed(OptionalLong.of(entry), false));
        assertThat(pool.state().withdrawnJobs()).isEqualTo(Map.of(DIGEST, new WithdrawnJobView(entry, "another seed")));
        assertThat(pool.approve("beta", DIGEST)).isEqualTo(new Refused(Code.CONFLICT,
                "this job was withdrawn by the operator, with entry " + entry + ": another seed"));
        pool.pass(1_000);
        assertThat(pool.state().runs()).isEmpty();
    }

    @Test
    void whoeverLostTheAnswerGetsItAgainAlsoAfterARestart() throws IOException {
        long entry = pool.state().size();
        withdraw(DIGEST, "another seed");
        assertThat(withdraw(DIGEST, "another reason")).isEqualTo(new Changed(OptionalLong.of(entry), true));
        pool.restart();
        assertThat(withdraw(DIGEST, "another seed")).isEqualTo(new Changed(OptionalLong.of(entry), true));
        assertThat(pool.state().runs()).isEmpty();
    }

    @Test
    void itIsSubmittedAgainOnlyAsAnotherJob() throws IOException {
        withdraw(DIGEST, "another seed");
        assertThat(pool.ask(pool.submission(JOB))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(Code.CONFLICT);
            assertThat(refused.message()).contains("was withdrawn by the operator", "another seed", "change its name or seed");
        });
        Reply.Submitted other = (Reply.Submitted) pool.ask(pool.submission(Pool.job(2, 1, 1, 1)));
        assertThat(other.waitsFor()).contains("0 of 2");
        pool.approve("acme", other.job());
        pool.approve("beta", other.job());
        assertThat(pool.state().runs()).hasSize(1);
    }

    @Test
    void bothStatusDocumentsShowItUntilThePeriodIsClosed() throws IOException {
        withdraw(DIGEST, "another seed");
        String shown = "\"withdrawnJobs\":[{\"entry\":" + (pool.state().size() - 1) + ",\"job\":\"" + DIGEST
                + "\",\"name\":\"job\",\"reason\":\"another seed\"}]";
        assertThat(status().json()).contains("\"jobs\":[]", shown);
        Reply.Status own = (Reply.Status) pool.ask(new Event.AskOrganization(pool.ticket(), "beta"));
        assertThat(own.json()).contains("\"jobs\":[]", shown);
        pool.ask(new Event.ClosePeriod(pool.ticket(), true));
        assertThat(status().json()).contains("\"withdrawnJobs\":[]");
    }

    @Test
    void whatRunsOrRanIsNotWithdrawn() throws IOException {
        pool.approve("beta", DIGEST);
        assertThat(withdraw(DIGEST, "too late")).isEqualTo(new Refused(Code.CONFLICT,
                "this job runs already, as run 1; 'consort coordinator stop 1' ends it"));
        pool.work(acme);
        assertThat(withdraw(DIGEST, "too late")).isEqualTo(new Refused(Code.CONFLICT,
                "this job ran already, as run 1, which ended: all 1 rounds closed"));
    }

    @Test
    void whatIsNoJobIsSaidWithThoseThatWait() throws IOException {
        assertThat(withdraw("0".repeat(64), "why")).isEqualTo(new Refused(Code.NOT_FOUND, "no job " + "0".repeat(64)
                + " was submitted; those that wait for approvals: job " + DIGEST));
        assertThat(withdraw("job\u001b", "why")).isEqualTo(new Refused(Code.INVALID, "\"job?\" is no job: give its SHA-256, or the"
                + " first 8 characters of it or more, as 'consort coordinator status' shows it"));
        assertThat(withdraw(DIGEST, " ")).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.message()).contains("why the job is withdrawn"));
        withdraw(DIGEST, "another seed");
        assertThat(withdraw("0".repeat(64), "why")).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.message()).endsWith("; none waits for approvals"));
    }

    @Test
    void itsModelMayGoUnlessAnotherJobNeedsIt() throws IOException {
        Retention.Policy policy = new Retention.Policy(0, 1_000, 0);
        withdraw(DIGEST, "another seed");
        assertThat(Retention.garbage(pool.state(), policy, Map.of(Pool.MODEL, 1L), Set.of())).containsExactly(Pool.MODEL);
        pool.submit(Pool.job(2, 1, 1, 1));
        assertThat(Retention.garbage(pool.state(), policy, Map.of(Pool.MODEL, 1L), Set.of())).isEmpty();
    }
}
