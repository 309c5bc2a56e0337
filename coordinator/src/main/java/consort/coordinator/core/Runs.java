package consort.coordinator.core;

import consort.coordinator.core.Event.ModelVerdict;
import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.Document;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunStarted;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.RunView;
import consort.ledger.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How runs begin and end, and the models they made. Every run ends with a run-ended entry that says why. */
final class Runs {

    private static final int MAX_CAUSE = 300;

    private Runs() {
    }

    /** A job comes in: read it, then have its model checked off the loop, unless a run of it is under way. */
    static void submit(Turn turn, Event.SubmitJob event) {
        try {
            JobDocument job = JobDocument.parse(event.job());
            if (answeredAgain(turn, event.ticket(), event.job())) {
                return;
            }
            check(turn, event.ticket(), event.job(), event.submitter(), job);
        } catch (JsonException unfit) {
            turn.refuse(event.ticket(), Code.INVALID, "job: " + unfit.getMessage());
        }
    }

    private static void check(Turn turn, long ticket, byte[] bytes, String submitter, JobDocument job) {
        turn.ephemeral().underway.begin(Underway.model(ticket), List.of(job.model()));
        turn.release(new Effect.CheckModel(ticket, bytes, submitter, job.model(), job.trainable(), job.scales()));
    }

    /** The job's model was checked: start the run. One that may have been deleted meanwhile is looked for again. */
    static void modelChecked(Turn turn, Event.ModelChecked event) {
        JobDocument job = JobDocument.parse(event.job());
        if (turn.ephemeral().underway.end(Underway.model(event.ticket())).contains(job.model())) {
            check(turn, event.ticket(), event.job(), event.submitter(), job);
            return;
        }
        switch (event.verdict()) {
            case ModelVerdict.Unfit unfit -> turn.refuse(event.ticket(), Code.CONFLICT, "job: " + unfit.message());
            case ModelVerdict.Fit fit -> start(turn, event);
        }
    }

    private static void start(Turn turn, Event.ModelChecked event) {
        if (answeredAgain(turn, event.ticket(), event.job())) {
            return;
        }
        String digest = Document.digest(event.job());
        if (!turn.state().jobs().containsKey(digest)) {
            turn.document(event.job());
            turn.append(new Job(turn.timeMillis(), digest, event.submitter(), Optional.empty()));
        }
        long run = turn.state().nextRun();
        turn.append(new RunStarted(turn.timeMillis(), run, digest, JobDocument.parse(event.job()).model()));
        turn.release(new Effect.Publish());
        turn.answer(event.ticket(), new Reply.Submitted(digest, run, false));
    }

    /** Whoever lost an answer submits again; that must not start, and bill, a second run of the same job. */
    private static boolean answeredAgain(Turn turn, long ticket, byte[] job) {
        String digest = Document.digest(job);
        Optional<RunView> running = turn.state().runs().values().stream()
                .filter(run -> run.jobDigest().equals(digest) && run.ended().isEmpty()).findFirst();
        running.ifPresent(run -> turn.answer(ticket, new Reply.Submitted(digest, run.run(), true)));
        return running.isPresent();
    }

    /** The operator stops a run: its leases end first. */
    static void stop(Turn turn, Event.StopRun event) {
        RunView run = turn.state().runs().get(event.run());
        if (run == null) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, "there is no run " + event.run());
        } else if (run.ended().filter(end -> end.outcome() == RunEnded.Outcome.STOPPED).isPresent()) {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.empty(), true));
        } else if (run.ended().isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, "run " + event.run() + " ended already: " + run.ended().get().cause());
        } else if (!Operations.lacksWords(turn, event.ticket(), "why the run is stopped", event.cause())) {
            for (LeaseView lease : turn.state().openLeases()) {
                if (lease.lease().run() == run.run()) {
                    Leases.end(turn, lease.lease(), LeaseEnded.Reason.RUN_ENDED);
                }
            }
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(turn.nextIndex()), false));
            end(turn, run, RunEnded.Outcome.STOPPED, event.cause().strip());
        }
    }

    /** The last entry of a run; it has no open lease. */
    static void end(Turn turn, RunView run, RunEnded.Outcome outcome, String cause) {
        String text = cause.length() <= MAX_CAUSE ? cause : cause.substring(0, MAX_CAUSE);
        turn.append(new RunEnded(turn.timeMillis(), run.run(), outcome, text, run.model()));
        turn.ephemeral().timers.remove(run.run());
        turn.release(new Effect.ListBlobs());
    }

    static Reply.Models models(Turn turn) {
        List<Reply.Model> models = new ArrayList<>();
        for (RunView run : turn.state().runs().values()) {
            run.models().forEach(model -> models.add(new Reply.Model(model.run(), model.round(), model.digest(), model.index(),
                    model.accuracyMillionths().orElse(-1))));
        }
        return new Reply.Models(models);
    }
}
