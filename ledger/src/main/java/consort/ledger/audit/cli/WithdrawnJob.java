package consort.ledger.audit.cli;

import consort.ledger.audit.Evidence;
import consort.ledger.fold.State;
import consort.ledger.fold.WithdrawnJobView;
import consort.ledger.json.JsonObject;
import java.util.Comparator;
import java.util.List;

/**
 * A job that was withdrawn before it ran.
 *
 * @param job digest
 */
record WithdrawnJob(String name, String job, WithdrawnJobView withdrawn) {

    /** Oldest first. */
    static List<WithdrawnJob> all(State state) {
        return state.withdrawnJobs().entrySet().stream()
                .map(job -> new WithdrawnJob(state.jobs().get(job.getKey()).name(), job.getKey(), job.getValue()))
                .sorted(Comparator.comparingLong(job -> job.withdrawn().index()))
                .toList();
    }

    String text() {
        return "job " + name + " (" + job + ") was withdrawn before it ran, with entry " + withdrawn.index() + ": "
                + Evidence.shown(withdrawn.reason());
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("name", name)
                .put("job", job)
                .put("entry", withdrawn.index())
                .put("reason", withdrawn.reason())
                .build();
    }
}
