package consort.coordinator.core;

import consort.ledger.entry.JobDocument;
import consort.ledger.fold.MemberView;
import consort.ledger.fold.State;
import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonObject;
import java.util.List;

/**
 * How far a job is with its approvals.
 *
 * @param job digest
 * @param needed as many as the charter asks for
 * @param approved members that approved it, by name
 * @param missing the other members, by name
 */
record Approvals(String job, int needed, List<String> approved, List<String> missing) {

    static Approvals of(State state, String job) {
        List<String> approved = List.copyOf(state.approvals(job).keySet());
        List<String> missing = state.members().values().stream()
                .filter(member -> member.active() && member.revoked().isEmpty())
                .map(MemberView::organization).filter(name -> !approved.contains(name)).toList();
        return new Approvals(job, state.charter().approvals(), approved, missing);
    }

    boolean enough() {
        return approved.size() >= needed;
    }

    /** Such as {@code waits for approvals: 1 of 2 (missing: beta, carol)}. */
    String text() {
        return "waits for approvals: " + approved.size() + " of " + needed + " (missing: "
                + (missing.isEmpty() ? "more members" : Named.list(missing)) + ")";
    }

    /** All jobs that wait, oldest first. */
    static List<JsonObject> waiting(State state) {
        return state.waitingJobs().stream().map(job -> of(state, job).json(state)).toList();
    }

    /** The jobs that one member approved, whatever became of them, with its entries. */
    static List<JsonObject> by(State state, String organization) {
        return state.jobs().keySet().stream().filter(job -> state.approvals(job).containsKey(organization))
                .map(job -> approved(state, job, state.approvals(job).get(organization)))
                .toList();
    }

    private static JsonObject approved(State state, String job, long entry) {
        JsonObject.Builder json = JsonObject.builder().put("job", job).put("entry", entry);
        if (state.withdrawnJobs().containsKey(job)) {
            json.put("withdrawnEntry", state.withdrawnJobs().get(job).index());
        }
        return json.build();
    }

    private JsonObject json(State state) {
        JobDocument document = state.jobs().get(job);
        return JsonObject.builder()
                .put("name", document.name())
                .put("job", job)
                .put("entry", state.jobEntry(job))
                .put("needed", needed)
                .put("approved", JsonArray.ofTexts(approved))
                .put("missing", JsonArray.ofTexts(missing))
                .put("waitsFor", text())
                .build();
    }
}
