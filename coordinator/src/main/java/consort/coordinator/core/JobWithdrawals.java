package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.JobWithdrawn;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.fold.WithdrawnJobView;
import consort.ledger.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The operator withdraws a job that waits for approvals. Given again, the command changes nothing. */
final class JobWithdrawals {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{8,64}");

    private JobWithdrawals() {
    }

    static void withdraw(Turn turn, Event.WithdrawJob event) {
        if (!DIGEST.matcher(event.job()).matches()) {
            turn.refuse(event.ticket(), Code.INVALID, "\"" + Troubles.printable(event.job()) + "\" is no job: give its SHA-256, or the"
                    + " first 8 characters of it or more, as 'consort coordinator status' shows it");
            return;
        }
        List<String> meant = turn.state().jobs().keySet().stream().filter(job -> job.startsWith(event.job())).toList();
        if (meant.isEmpty()) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, "no job " + event.job() + " was submitted" + waiting(turn.state()));
        } else if (meant.size() > 1) {
            turn.refuse(event.ticket(), Code.INVALID, "\"" + event.job() + "\" may mean " + meant.size()
                    + " jobs; give more of the digest");
        } else {
            withdraw(turn, event, meant.getFirst());
        }
    }

    private static void withdraw(Turn turn, Event.WithdrawJob event, String job) {
        State state = turn.state();
        Optional<RunView> run = state.runs().values().stream().filter(one -> one.jobDigest().equals(job))
                .reduce((earlier, later) -> later);
        if (state.withdrawnJobs().containsKey(job)) {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(state.withdrawnJobs().get(job).index()), true));
        } else if (run.isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, run.get().ended().isPresent()
                    ? "this job ran already, as run " + run.get().run() + ", which ended: " + run.get().ended().get().cause()
                    : "this job runs already, as run " + run.get().run() + "; 'consort coordinator stop " + run.get().run()
                            + "' ends it");
        } else if (!state.waitingJobs().contains(job)) {
            turn.refuse(event.ticket(), Code.CONFLICT, "job " + job + " does not wait for approvals" + waiting(state));
        } else if (!Operations.lacksWords(turn, event.ticket(), "why the job is withdrawn", event.reason())) {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(turn.nextIndex()), false));
            turn.append(new JobWithdrawn(turn.timeMillis(), job, event.reason().strip()));
            Housekeeping.look(turn);
        }
    }

    private static String waiting(State state) {
        List<String> waiting = state.waitingJobs().stream().map(job -> state.jobs().get(job).name() + " " + job).toList();
        return waiting.isEmpty() ? "; none waits for approvals" : "; those that wait for approvals: " + Named.list(waiting);
    }

    /** Those of the open period, oldest first. */
    static List<JsonObject> recent(State state) {
        return state.withdrawnJobs().entrySet().stream()
                .filter(job -> job.getValue().index() >= state.periodFromIndex())
                .sorted(Comparator.comparingLong(job -> job.getValue().index()))
                .map(job -> json(state, job))
                .toList();
    }

    private static JsonObject json(State state, Map.Entry<String, WithdrawnJobView> job) {
        return JsonObject.builder()
                .put("name", state.jobs().get(job.getKey()).name())
                .put("job", job.getKey())
                .put("entry", job.getValue().index())
                .put("reason", job.getValue().reason())
                .build();
    }

    /** Why nothing can be done with a job any more; empty when it was not withdrawn. */
    static Optional<String> said(State state, String job) {
        return Optional.ofNullable(state.withdrawnJobs().get(job))
                .map(withdrawn -> "this job was withdrawn by the operator, with entry " + withdrawn.index() + ": " + withdrawn.reason());
    }
}
