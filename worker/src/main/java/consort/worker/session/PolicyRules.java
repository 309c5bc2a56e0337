package consort.worker.session;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Body;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Job;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.proto.Task;
import consort.worker.policy.Closed;
import consort.worker.policy.Policy;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether a task keeps within the site's policy: before it begins, with all of its duration. What a task says of its job
 * counts only as far as entries by the log's keys say it.
 */
final class PolicyRules {

    /**
     * Why not.
     *
     * @param code sent to the coordinator
     * @param text for the person at the site
     * @param until when nothing like it fits before a moment; empty: no task of that run ever fits
     */
    record Refusal(String code, String text, Optional<Closed> until) {
    }

    private PolicyRules() {
    }

    static Optional<Refusal> refusal(Task task, Assignment assignment, Turn turn) {
        Policy policy = turn.site().policy();
        return (policy.asksForJob() ? job(task, policy, turn) : Optional.<Refusal>empty())
                .or(() -> hours(assignment, policy, turn.now().wallMillis()))
                .or(() -> budget(assignment, policy, turn));
    }

    private static Optional<Refusal> job(Task task, Policy policy, Turn turn) {
        Optional<RunStarted> run = signed(task.getRunEntry(), RunStarted.class, turn).filter(one -> one.run() == task.getRun());
        Optional<Job> job = signed(task.getJobEntry(), Job.class, turn)
                .filter(one -> run.filter(of -> of.job().equals(one.job())).isPresent());
        if (run.isEmpty() || job.isEmpty()) {
            return never("job-not-shown", "no entry by the log key says whose job run " + task.getRun() + " is");
        }
        if (!policy.jobs().allow(job.get().job(), job.get().submitter())) {
            return never("job-not-allowed", "job " + job.get().job() + ", submitted by " + PeerText.shown(job.get().submitter())
                    + ", is not among policy.jobs");
        }
        return policy.models().isEmpty() || policy.models().contains(run.get().model()) ? Optional.empty()
                : never("model-not-allowed", "run " + task.getRun() + " began with model " + run.get().model()
                        + ", which is not among policy.models");
    }

    private static Optional<Refusal> hours(Assignment assignment, Policy policy, long wallMillis) {
        if (policy.hours().isEmpty()) {
            return Optional.empty();
        }
        OptionalLong closes = policy.hours().get().closesMillis(wallMillis);
        if (closes.isPresent() && closes.getAsLong() - wallMillis >= assignment.durationMillis()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(Closed.OUTSIDE_HOURS, "it may take " + assignment.durationMillis() / 1000
                + " s, past the end of policy.hours",
                Optional.of(new Closed(Closed.OUTSIDE_HOURS, policy.hours().get().opensMillis(wallMillis), false))));
    }

    private static Optional<Refusal> budget(Assignment assignment, Policy policy, Turn turn) {
        long deviceMillis = assignment.durationMillis() * assignment.devices();
        return policy.budget().exceeded(turn.state().lending().spent(), turn.now().wallMillis(), deviceMillis)
                .map(until -> new Refusal(until.reason(), "it may take " + deviceMillis / 1000
                        + " s of devices, more than policy.budget has left", Optional.of(until)));
    }

    private static Optional<Refusal> never(String code, String text) {
        return Optional.of(new Refusal(code, text, Optional.empty()));
    }

    private static <T extends Body> Optional<T> signed(ByteString bytes, Class<T> type, Turn turn) {
        try {
            Entry entry = Entries.parse(bytes.toByteArray());
            boolean holds = LeaseRules.signed(entry, turn.site(), turn.logKeys());
            return holds && type.isInstance(entry.body()) ? Optional.of(type.cast(entry.body())) : Optional.empty();
        } catch (MalformedEntryException | UnknownEntryTypeException e) {
            return Optional.empty();
        }
    }
}
