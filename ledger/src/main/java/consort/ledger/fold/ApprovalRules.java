package consort.ledger.fold;

import consort.ledger.entry.Approval;
import consort.ledger.entry.Entry;
import consort.ledger.entry.JobWithdrawn;
import consort.ledger.entry.RunStarted;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Members approve a job, by the digest of what it says, before it runs: as many as the charter asks for. They approve one run:
 * to run the same once more, it is submitted under another name or seed, and asked about again. So it is with a job that was
 * withdrawn while it waited: what was approved of it must not count for a second attempt.
 */
final class ApprovalRules {

    private ApprovalRules() {
    }

    static Change approval(State state, Entry entry, Approval body, Check check) throws RuleViolation {
        check.that(state.charter().approvals() > 0, Rule.APPROVAL, "job", "no approval, as the charter asks for none", body.job());
        check.that(state.jobs().containsKey(body.job()), Rule.JOB, "job", "a job of the ledger", body.job());
        requireNotWithdrawn(state, body.job(), check);
        SortedMap<String, Long> approved = state.work.approvals.getOrDefault(body.job(), new TreeMap<>());
        check.that(!approved.containsKey(body.organization()), Rule.APPROVAL, "organization",
                "a member that has not approved this job", body.organization());
        return () -> state.work.approvals.computeIfAbsent(body.job(), job -> new TreeMap<>())
                .put(body.organization(), entry.index());
    }

    static Change withdrawn(State state, Entry entry, JobWithdrawn body, Check check) throws RuleViolation {
        check.that(state.jobs().containsKey(body.job()), Rule.JOB, "job", "a job of the ledger", body.job());
        check.that(state.waitingJobs().contains(body.job()), Rule.APPROVAL, "job", "a job that waits for approvals", body.job());
        return () -> state.work.withdrawnJobs.put(body.job(), new WithdrawnJobView(entry.index(), body.reason()));
    }

    private static void requireNotWithdrawn(State state, String job, Check check) throws RuleViolation {
        check.that(!state.withdrawnJobs().containsKey(job), Rule.APPROVAL, "job", "a job that was not withdrawn", job);
    }

    /** Called after the job was found. */
    static void requireApproved(State state, RunStarted body, Check check) throws RuleViolation {
        int needed = state.charter().approvals();
        if (needed == 0) {
            return;
        }
        check.that(state.runs().values().stream().noneMatch(run -> run.jobDigest().equals(body.job())), Rule.APPROVAL, "job",
                "a job that has not run, as its approvals were for one run", body.job());
        requireNotWithdrawn(state, body.job(), check);
        SortedMap<String, Long> approved = state.approvals(body.job());
        check.that(approved.size() >= needed, Rule.APPROVAL, "job", "at least " + needed + " members' approvals",
                approved.isEmpty() ? "none" : approved.size() + " (" + String.join(", ", approved.keySet()) + ")");
    }
}
