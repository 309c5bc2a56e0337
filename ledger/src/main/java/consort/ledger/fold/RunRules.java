package consort.ledger.fold;

import consort.ledger.entry.Entry;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunStarted;
import java.util.Optional;

/** Jobs, and how runs begin and end. */
final class RunRules {

    private RunRules() {
    }

    static Change job(State state, Entry entry, Job body, Documents documents, Check check) throws RuleViolation {
        JobDocument job = check.document(documents, "job", body.job(), JobDocument::parse);
        Optional<EstimateDocument> estimate = estimate(body, documents, check);
        if (state.charter().approvals() > 0) {
            check.that(!state.jobs().containsKey(body.job()), Rule.APPROVAL, "job",
                    "a job that was not submitted before, as approvals were asked for it", body.job());
        }
        return () -> {
            state.work.jobs.put(body.job(), job);
            state.work.jobEntries.putIfAbsent(body.job(), entry.index());
            state.work.estimates.remove(body.job());
            estimate.ifPresent(made -> state.work.estimates.put(body.job(), made));
        };
    }

    /** It is compared with nothing but its job: what it rests on (who was connected, how full the disk was) stands in no entry. */
    private static Optional<EstimateDocument> estimate(Job body, Documents documents, Check check) throws RuleViolation {
        if (body.estimate().isEmpty()) {
            return Optional.empty();
        }
        EstimateDocument estimate = check.document(documents, "estimate", body.estimate().get(), EstimateDocument::parse);
        check.equal(Rule.JOB, "estimate", body.job(), estimate.job());
        return Optional.of(estimate);
    }

    static Change runStarted(State state, Entry entry, RunStarted body, Check check) throws RuleViolation {
        JobDocument job = check.present(Optional.ofNullable(state.jobs().get(body.job())), Rule.JOB, "job",
                "a job of the ledger", body.job());
        check.equal(Rule.RUN, "run", state.nextRun(), body.run());
        check.equal(Rule.MODEL, "model", job.model(), body.model());
        ApprovalRules.requireApproved(state, body, check);
        return () -> {
            state.work.runs.put(body.run(), RunView.start(body.run(), body.job(), job, entry.index(), body.timeMillis()));
            state.estimate(body.job()).ifPresent(estimate -> state.work.plans.put(body.run(), estimate));
        };
    }

    /** Leases are ended first, so that a run that ended has none. */
    static Change runEnded(State state, RunEnded body, Check check) throws RuleViolation {
        RunView run = running(state, body.run(), check);
        check.that(run.openLeases() == 0, Rule.PHASE, "run", "no open leases", run.openLeases() + " open leases");
        check.equal(Rule.MODEL, "model", run.model(), body.model());
        switch (body.outcome()) {
            case COMPLETED -> {
                check.that(run.round().isEmpty(), Rule.PHASE, "outcome", "no open round", "completed in an open round");
                check.that(run.roundsClosed() == run.job().rounds(), Rule.ROUND, "outcome",
                        "completed after " + run.job().rounds() + " closed rounds", "after " + run.roundsClosed());
            }
            case ABANDONED -> check.that(run.round().isEmpty(), Rule.PHASE, "outcome", "no open round",
                    "abandoned in an open round");
            case STOPPED -> { }
        }
        return () -> state.work.runs.put(body.run(), run.endedWith(body));
    }

    /** A run that was started and did not end. */
    static RunView running(State state, long number, Check check) throws RuleViolation {
        RunView run = check.present(Optional.ofNullable(state.runs().get(number)), Rule.RUN, "run",
                "a run that was started", number);
        check.that(run.ended().isEmpty(), Rule.RUN, "run", "a run that did not end", number + " ended");
        return run;
    }
}
