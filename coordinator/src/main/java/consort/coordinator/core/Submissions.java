package consort.coordinator.core;

import consort.coordinator.core.Event.ModelFacts;
import consort.coordinator.core.Event.ModelVerdict;
import consort.coordinator.core.Event.Purpose;
import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.Document;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.RunStarted;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.json.JsonException;
import consort.ledger.money.AmountOverflowException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How jobs come in and runs begin. A job is read, its model checked off the loop, what it takes worked out, and refused when it
 * cannot fit. Then its run begins, at once or when as many members approved it as the charter asks for.
 */
final class Submissions {

    private Submissions() {
    }

    /** A job comes in, unless it is here already. */
    static void submit(Turn turn, Event.SubmitJob event) {
        try {
            JobDocument job = JobDocument.parse(event.job());
            if (!answeredAgain(turn, event.ticket(), event.job(), event.after())) {
                check(turn, event.ticket(), event.job(), new Purpose(Optional.of(event.submitter()), event.awaitsWorkers(), event.after()), job);
            }
        } catch (JsonException unfit) {
            turn.refuse(event.ticket(), Code.INVALID, "job: " + unfit.getMessage());
        }
    }

    /** The operator wants to know, and nothing begins. */
    static void estimate(Turn turn, Event.EstimateJob event) {
        try {
            JobDocument job = JobDocument.parse(event.job());
            Purpose purpose = new Purpose(Optional.empty(), event.awaitsWorkers(), OptionalLong.empty());
            if (event.model().isEmpty()) {
                check(turn, event.ticket(), event.job(), purpose, job);
            } else {
                fitting(turn, event.ticket(), job, event.model().get(), purpose)
                        .ifPresent(estimate -> turn.answer(event.ticket(), estimated(turn, job, estimate)));
            }
        } catch (JsonException unfit) {
            turn.refuse(event.ticket(), Code.INVALID, "job: " + unfit.getMessage());
        }
    }

    private static void check(Turn turn, long ticket, byte[] bytes, Purpose purpose, JobDocument job) {
        turn.ephemeral().underway.begin(Underway.model(ticket), List.of(job.model()));
        turn.release(new Effect.CheckModel(ticket, bytes, purpose, job.model(), job.trainable(), job.scales()));
    }

    /** The job's model was checked. One that may have been deleted meanwhile is looked for again. */
    static void modelChecked(Turn turn, Event.ModelChecked event) {
        JobDocument job = JobDocument.parse(event.job());
        if (Housekeeping.ended(turn, Underway.model(event.ticket())).contains(job.model())) {
            check(turn, event.ticket(), event.job(), event.purpose(), job);
            return;
        }
        switch (event.verdict()) {
            case ModelVerdict.Unfit unfit -> turn.refuse(event.ticket(), Code.CONFLICT, "job: " + unfit.message());
            case ModelVerdict.Fit fit -> fitting(turn, event.ticket(), job, fit.facts(), event.purpose()).ifPresent(estimate -> {
                if (event.purpose().submitter().isPresent()) {
                    enter(turn, event.ticket(), job, event.purpose(), estimate);
                } else {
                    turn.answer(event.ticket(), estimated(turn, job, estimate));
                }
            });
        }
    }

    private static Reply estimated(Turn turn, JobDocument job, EstimateDocument estimate) {
        return new Reply.Estimated(estimate.bytes(), warning(turn, job));
    }

    private static String warning(Turn turn, JobDocument job) {
        return Offers.of(turn, job).warning().orElse("");
    }

    /** What the job takes; refuses one that cannot fit. */
    private static Optional<EstimateDocument> fitting(Turn turn, long ticket, JobDocument job, ModelFacts model, Purpose purpose) {
        List<String> problems = Fitting.problems(turn, job, model, purpose.awaitsWorkers());
        if (!problems.isEmpty()) {
            turn.refuse(ticket, Code.UNFIT, "job " + job.name() + " cannot fit: " + String.join("; ", problems));
            return Optional.empty();
        }
        try {
            EstimateDocument estimate = Estimates.of(turn, job, model);
            Optional<String> excess = Fitting.excess(turn.state().charter(), estimate);
            excess.ifPresent(text -> turn.refuse(ticket, Code.UNFIT, "job " + job.name() + " cannot fit: " + text));
            return excess.isEmpty() ? Optional.of(estimate) : Optional.empty();
        } catch (AmountOverflowException tooMuch) {
            turn.refuse(ticket, Code.UNFIT, "job " + job.name() + " cannot fit: it could cost more than the ledger can hold ("
                    + tooMuch.getMessage() + "); give it fewer rounds or shorter ones");
            return Optional.empty();
        }
    }

    private static void enter(Turn turn, long ticket, JobDocument job, Purpose purpose, EstimateDocument estimate) {
        byte[] bytes = job.bytes();
        if (answeredAgain(turn, ticket, bytes, purpose.after())) {
            return;
        }
        turn.document(bytes);
        turn.document(estimate.bytes());
        turn.append(new Job(turn.timeMillis(), job.digest(), purpose.submitter().orElseThrow(), Optional.of(estimate.digest())));
        turn.release(new Effect.Publish());
        if (turn.state().charter().approvals() > 0) {
            turn.answer(ticket, new Reply.Submitted(job.digest(), 0, false, false, Approvals.of(turn.state(), job.digest()).text(),
                    estimate.bytes(), warning(turn, job)));
        } else {
            long run = turn.state().nextRun();
            turn.append(new RunStarted(turn.timeMillis(), run, job.digest(), job.model()));
            LatestModel.seen(turn, run, job.model());
            turn.answer(ticket, new Reply.Submitted(job.digest(), run, false, false, "", estimate.bytes(), warning(turn, job)));
        }
    }

    /** Runs of jobs that were approved begin, one in a step. */
    static void startApproved(Turn turn) {
        State state = turn.state();
        state.waitingJobs().stream().filter(job -> Approvals.of(state, job).enough()).findFirst().ifPresent(job -> {
            turn.append(new RunStarted(turn.timeMillis(), state.nextRun(), job, state.jobs().get(job).model()));
            turn.release(new Effect.Publish());
        });
    }

    /**
     * Whoever lost an answer submits again; that must not start, and bill, a second run of the same job, even if the first one has
     * ended meanwhile. Who wants another run says after which one, and again gets one. Where approvals are asked for they were
     * for one run.
     */
    private static boolean answeredAgain(Turn turn, long ticket, byte[] job, OptionalLong after) {
        State state = turn.state();
        String digest = Document.digest(job);
        List<RunView> runs = state.runs().values().stream().filter(run -> run.jobDigest().equals(digest)).toList();
        Optional<RunView> running = runs.stream().filter(run -> run.ended().isEmpty()).findFirst();
        boolean asks = state.charter().approvals() > 0;
        boolean another = !runs.isEmpty() && after.equals(OptionalLong.of(runs.getLast().run()));
        if (after.isPresent() && runs.stream().noneMatch(run -> run.run() == after.getAsLong())) {
            turn.refuse(ticket, Code.NOT_FOUND, "run " + after.getAsLong() + " is no run of this job"
                    + (runs.isEmpty() ? ", which never ran" : "; its last one is run " + runs.getLast().run()));
        } else if (running.isPresent()) {
            turn.answer(ticket, new Reply.Submitted(digest, running.get().run(), true, false, "",
                    bytes(state.plan(running.get().run())), ""));
        } else if (!runs.isEmpty() && !another) {
            turn.answer(ticket, new Reply.Submitted(digest, runs.getLast().run(), true, true, "",
                    bytes(state.plan(runs.getLast().run())), ""));
        } else if (asks && another) {
            turn.refuse(ticket, Code.CONFLICT, "this job was run already, as run " + runs.getLast().run()
                    + ", and its approvals were for that run; change its name or seed, submit it, and have it approved");
        } else if (asks && state.withdrawnJobs().containsKey(digest)) {
            turn.refuse(ticket, Code.CONFLICT, JobWithdrawals.said(state, digest).orElseThrow()
                    + "; change its name or seed, submit it, and have it approved");
        } else if (asks && state.jobs().containsKey(digest)) {
            turn.answer(ticket, new Reply.Submitted(digest, 0, true, false, Approvals.of(state, digest).text(),
                    bytes(state.estimate(digest)), ""));
        } else {
            return false;
        }
        return true;
    }

    private static byte[] bytes(Optional<EstimateDocument> estimate) {
        return estimate.map(EstimateDocument::bytes).orElse(new byte[0]);
    }
}
