package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply.Code;
import consort.coordinator.core.Reply.Refused;
import consort.coordinator.core.Reply.Submitted;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RunView.Phase;
import consort.ledger.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A charter that asks for two members' approvals. */
class ApprovalsTest {

    private static final JsonObject.Builder JOB = Pool.job(1, 2, 2, 2);
    private static final String DIGEST = JobDocument.read(JOB.build()).digest();

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;

    @BeforeEach
    void threeMembers() throws IOException {
        pool = new Pool(2);
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.member("carol");
        pool.connect(acme);
        pool.connect(beta);
    }

    private Submitted submit() throws IOException {
        return (Submitted) pool.ask(pool.submission(JOB));
    }

    @Test
    void aJobWaitsUntilEnoughMembersApprovedIt() throws IOException {
        Submitted first = submit();
        assertThat(first.run()).isZero();
        assertThat(first.already()).isFalse();
        assertThat(first.waitsFor()).isEqualTo("waits for approvals: 0 of 2 (missing: acme, beta, carol)");
        assertThat(EstimateDocument.parse(first.estimate()).job()).isEqualTo(DIGEST);
        pool.pass(1_000_000);
        assertThat(pool.state().runs()).as("nothing expires meanwhile").isEmpty();
        assertThat(pool.approve("carol", DIGEST)).isInstanceOf(Reply.Receipt.class);
        assertThat(pool.state().runs()).isEmpty();
        assertThat(submit()).satisfies(again -> {
            assertThat(again.already()).isTrue();
            assertThat(again.waitsFor()).isEqualTo("waits for approvals: 1 of 2 (missing: acme, beta)");
            assertThat(again.estimate()).isEqualTo(first.estimate());
        });
        pool.approve("acme", DIGEST);
        assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
        assertThat(pool.state().plan(1)).isPresent();
    }

    @Test
    void bothStatusDocumentsNameWhoIsMissing() throws IOException {
        submit();
        pool.approve("acme", DIGEST);
        Reply.Status status = (Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()));
        assertThat(status.json()).contains("\"jobs\":[{\"approved\":[\"acme\"]", "\"missing\":[\"beta\",\"carol\"]",
                "\"waitsFor\":\"waits for approvals: 1 of 2 (missing: beta, carol)\"");
        Reply.Status own = (Reply.Status) pool.ask(new Event.AskOrganization(pool.ticket(), "beta"));
        assertThat(own.json()).contains("\"job\":\"" + DIGEST + "\"", "\"approved\":[\"acme\"]", "\"needed\":2");
    }

    @Test
    void anAnswerThatWasLostIsGivenAgainAndASecondApprovalRefused() throws IOException {
        submit();
        byte[] approval = pool.approval("acme", 3, DIGEST);
        Reply receipt = pool.ask(new Event.AppendEntry(pool.ticket(), "acme", approval));
        long size = pool.state().size();
        assertThat(pool.ask(new Event.AppendEntry(pool.ticket(), "acme", approval))).usingRecursiveComparison().isEqualTo(receipt);
        assertThat(pool.approve("acme", DIGEST)).isEqualTo(new Refused(Code.CONFLICT,
                "acme has approved this job already, with entry " + (size - 1)));
        assertThat(pool.state().size()).isEqualTo(size);
    }

    @Test
    void whatWasNotSubmittedOrNeedsNoneIsNotApproved() throws IOException {
        assertThat(pool.approve("acme", DIGEST)).isEqualTo(new Refused(Code.CONFLICT, "no job " + DIGEST + " was submitted"));
        Pool free = new Pool();
        free.member("acme");
        assertThat(free.approve("acme", DIGEST)).isEqualTo(new Refused(Code.CONFLICT, "the charter asks for no approvals"));
    }

    @Test
    void aRevokedMembersApprovalIsMissedAgain() throws IOException {
        submit();
        pool.approve("carol", DIGEST);
        pool.ask(new Event.Revoke(pool.ticket(), Subject.ofOrganization("carol"), "unpaid"));
        pool.approve("acme", DIGEST);
        assertThat(pool.state().runs()).isEmpty();
        assertThat(submit().waitsFor()).isEqualTo("waits for approvals: 1 of 2 (missing: beta)");
        pool.approve("beta", DIGEST);
        assertThat(pool.state().runs()).hasSize(1);
    }

    @Test
    void approvalsOutliveTheProcess() throws IOException {
        submit();
        pool.approve("carol", DIGEST);
        pool.restart();
        assertThat(submit().waitsFor()).contains("1 of 2");
        pool.approve("beta", DIGEST);
        assertThat(pool.state().runs()).hasSize(1);
    }

    @Test
    void theySufficeForOneRun() throws IOException {
        submit();
        pool.approve("acme", DIGEST);
        pool.approve("beta", DIGEST);
        pool.approve("carol", DIGEST);
        pool.work(acme);
        pool.work(beta);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
        assertThat(pool.ask(pool.submission(JOB))).as("the answer may have been lost").isInstanceOfSatisfying(Submitted.class, again ->
                assertThat(again.run() == 1 && again.already() && again.ended()).isTrue());
        assertThat(pool.ask(new Event.SubmitJob(pool.ticket(), "operator", pool.submission(JOB).job(), false, OptionalLong.of(1))))
                .isInstanceOfSatisfying(Refused.class, refused ->
                        assertThat(refused.message()).contains("was run already, as run 1", "change its name or seed"));
        assertThat(pool.state().runs()).hasSize(1);
    }

    @Test
    void theModelOfAJobThatWaitsIsKept() throws IOException {
        submit();
        assertThat(Retention.garbage(pool.state(), new Retention.Policy(0, 1_000, 0), Map.of(Pool.MODEL, 1L), Set.of())).isEmpty();
    }
}
