package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.asking;
import static consort.ledger.fold.LedgerBuilder.job;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Approval;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobWithdrawn;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.Subject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovalRulesTest {

    @Test
    void aRunBeginsOnceEnoughMembersApprovedItsJob() {
        LedgerBuilder ledger = asking(2);
        assertRule(ledger, ledger.start(), ledger.logKey, Rule.APPROVAL);
        assertThat(ledger.state.waitingJobs()).containsExactly(job().digest());
        ledger.approve("beta");
        assertRule(ledger, ledger.start(), ledger.logKey, Rule.APPROVAL);
        ledger.approve("acme");
        assertThat(ledger.state.approvals(job().digest())).containsOnlyKeys("acme", "beta");
        ledger.append(ledger.start(), ledger.logKey);
        assertThat(ledger.state.waitingJobs()).isEmpty();
        assertThat(ledger.state.plan(1)).contains(LedgerBuilder.estimate());
        ledger.approve("carol");
    }

    @Test
    void aMemberApprovesAJobOnceAndOnlyOneOfTheLedger() {
        LedgerBuilder ledger = asking(2);
        ledger.approve("acme");
        assertRule(ledger, ledger.approval("acme"), organizationKey("acme"), Rule.APPROVAL);
        Approval next = ledger.approval("beta");
        assertRule(ledger, next, organizationKey("acme"), Rule.SIGNER);
        assertRule(ledger, next, ledger.logKey, Rule.SIGNER);
        assertRule(ledger, new Approval(next.timeMillis(), "beta", next.seq(), LedgerBuilder.digest("another")),
                organizationKey("beta"), Rule.JOB);
        assertRule(ledger, new Approval(next.timeMillis(), "dora", 1, next.job()), organizationKey("dora"), Rule.SIGNER);
    }

    @Test
    void noneIsTakenWhereNoneIsAskedFor() {
        LedgerBuilder ledger = LedgerBuilder.started();
        assertThat(ledger.state.waitingJobs()).isEmpty();
        assertRule(ledger, ledger.approval("acme"), organizationKey("acme"), Rule.APPROVAL);
    }

    @Test
    void aRevokedMembersApprovalCountsNoMore() {
        LedgerBuilder ledger = asking(2);
        ledger.approve("acme");
        ledger.approve("beta");
        ledger.append(new Revocation(ledger.nowMillis(), Subject.ofOrganization("beta"), "unpaid"), ledger.logKey);
        assertThat(ledger.state.approvals(job().digest())).containsOnlyKeys("acme");
        assertRule(ledger, ledger.start(), ledger.logKey, Rule.APPROVAL);
        assertRule(ledger, ledger.approval("beta"), organizationKey("beta"), Rule.SIGNER);
        ledger.approve("carol");
        ledger.append(ledger.start(), ledger.logKey);
    }

    @Test
    void approvalsAreForOneRunOfOneSubmission() {
        LedgerBuilder ledger = asking(1);
        assertRule(ledger, new Job(ledger.nowMillis(), job().digest(), "operator", Optional.empty()), ledger.logKey, Rule.APPROVAL);
        ledger.approve("acme");
        ledger.append(ledger.start(), ledger.logKey);
        ledger.append(new RunEnded(ledger.nowMillis(), 1, RunEnded.Outcome.STOPPED, "enough", job().model()), ledger.logKey);
        assertRule(ledger, ledger.start(), ledger.logKey, Rule.APPROVAL);
    }

    @Test
    void aJobThatWaitsIsWithdrawnForGood() {
        LedgerBuilder ledger = asking(2);
        ledger.approve("acme");
        ledger.append(withdrawn(ledger, job().digest()), ledger.logKey);
        assertThat(ledger.state.waitingJobs()).isEmpty();
        assertThat(ledger.state.withdrawnJobs()).containsOnlyKeys(job().digest());
        assertThat(ledger.state.withdrawnJobs().get(job().digest()))
                .isEqualTo(new WithdrawnJobView(ledger.state.size() - 1, "another seed"));
        assertRule(ledger, ledger.approval("beta"), organizationKey("beta"), Rule.APPROVAL);
        assertRule(ledger, ledger.start(), ledger.logKey, Rule.APPROVAL);
        assertRule(ledger, withdrawn(ledger, job().digest()), ledger.logKey, Rule.APPROVAL);
        assertRule(ledger, new Job(ledger.nowMillis(), job().digest(), "operator", Optional.empty()), ledger.logKey, Rule.APPROVAL);
    }

    @Test
    void oneThatHasAllItsApprovalsAndDidNotBeginIsWithdrawnToo() {
        LedgerBuilder ledger = asking(1);
        ledger.approve("acme");
        ledger.append(withdrawn(ledger, job().digest()), ledger.logKey);
        assertRule(ledger, ledger.start(), ledger.logKey, Rule.APPROVAL);
    }

    @Test
    void onlyTheOperatorWithdrawsAndOnlyWhatWaits() {
        LedgerBuilder ledger = asking(1);
        JobWithdrawn withdrawn = withdrawn(ledger, job().digest());
        assertRule(ledger, withdrawn, organizationKey("acme"), Rule.SIGNER);
        assertRule(ledger, withdrawn(ledger, LedgerBuilder.digest("another")), ledger.logKey, Rule.JOB);
        ledger.approve("acme");
        ledger.append(ledger.start(), ledger.logKey);
        assertRule(ledger, withdrawn, ledger.logKey, Rule.APPROVAL);
        LedgerBuilder free = LedgerBuilder.started();
        assertRule(free, withdrawn(free, job().digest()), free.logKey, Rule.APPROVAL);
    }

    private static JobWithdrawn withdrawn(LedgerBuilder ledger, String job) {
        return new JobWithdrawn(ledger.nowMillis(), job, "another seed");
    }

    @Test
    void anEstimateIsAboutItsJobAndWellFormed() {
        LedgerBuilder ledger = LedgerBuilder.started();
        Job next = new Job(ledger.nowMillis(), job().digest(), "operator", Optional.of(LedgerBuilder.estimate().digest()));
        assertRule(ledger, next, ledger.logKey, Rule.DOCUMENT);
        ledger.document(LedgerBuilder.estimate());
        assertRule(ledger, new Job(ledger.nowMillis(), LedgerBuilder.charter().digest(), "operator", next.estimate()), ledger.logKey,
                Rule.DOCUMENT);
        assertRule(ledger, new Job(ledger.nowMillis(), job().digest(), "operator", Optional.of(job().digest())), ledger.logKey,
                Rule.DOCUMENT);
        ledger.append(next, ledger.logKey);
        assertThat(ledger.state.estimate(job().digest())).contains(LedgerBuilder.estimate());
        assertThat(ledger.state.plan(1)).as("the run began without").isEmpty();
    }

    @Test
    void aStateOfItsOwnHasItsOwnApprovals() {
        LedgerBuilder ledger = asking(2);
        ledger.approve("acme");
        State copy = ledger.state.copy();
        String digest = copy.stateDigest();
        assertThat(digest).isEqualTo(ledger.state.stateDigest());
        ledger.approve("beta");
        assertThat(copy.stateDigest()).isEqualTo(digest);
        assertThat(ledger.state.stateDigest()).isNotEqualTo(digest);
        State approved = ledger.state.copy();
        ledger.append(withdrawn(ledger, job().digest()), ledger.logKey);
        assertThat(approved.withdrawnJobs()).isEmpty();
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest()).isNotEqualTo(approved.stateDigest());
    }
}
