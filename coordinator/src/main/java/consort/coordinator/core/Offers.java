package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.Session;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a job takes beside what workers offer: those that may be given tasks and were here since the coordinator started, as they
 * offered it last. A name that none of them offers is probably misspelled, and its run would wait for nobody.
 */
final class Offers {

    private static final int MOST_WORKERS = 3;

    private final JobDocument job;
    private final Map<WorkerId, Session> seen;
    private final List<WorkerId> unseen;

    private Offers(JobDocument job, Map<WorkerId, Session> seen, List<WorkerId> unseen) {
        this.job = job;
        this.seen = seen;
        this.unseen = unseen;
    }

    static Offers of(Turn turn, JobDocument job) {
        List<WorkerId> able = turn.state().workers().keySet().stream()
                .filter(worker -> turn.state().allowed(worker).active()).toList();
        Map<WorkerId, Session> last = turn.ephemeral().lastSessions;
        TreeMap<WorkerId, Session> seen = new TreeMap<>();
        able.stream().filter(last::containsKey).forEach(worker -> seen.put(worker, last.get(worker)));
        return new Offers(job, seen, able.stream().filter(worker -> !last.containsKey(worker)).toList());
    }

    /** What is offered by nobody who was here, and what to do; empty when all is, or when nobody was here. */
    Optional<String> problem() {
        return lacking().map(text -> text + unseen() + "; correct the job, or have a site offer it in its worker.yaml"
                + " (--await-workers submits it all the same)");
    }

    /** What the operator does well to know of a job that is submitted all the same; empty when there is nothing. */
    Optional<String> warning() {
        return lacking().map(text -> text + unseen() + consequence()).or(this::unknown);
    }

    private Optional<String> unknown() {
        return seen.isEmpty() ? Optional.of("no worker that may take tasks was here since the coordinator started, so nobody is known to"
                + " offer trainer " + job.trainer() + " and data " + job.data() + "; the run waits for workers, at most "
                + job.waitSeconds() + " s (waitSeconds)") : Optional.empty();
    }

    private String consequence() {
        return offers(job.data())
                ? "; until a worker does, models are not measured"
                : "; the run waits for workers that do, at most " + job.waitSeconds() + " s (waitSeconds)";
    }

    private String unseen() {
        return unseen.isEmpty() ? "" : "; not here since the coordinator started: " + Named.list(unseen);
    }

    private Optional<String> lacking() {
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        List<String> lacking = new ArrayList<>();
        if (by(Session::trainers, job.trainer()).isEmpty()) {
            lacking.add("no worker offers trainer " + job.trainer() + " (offered are " + offered(Session::trainers) + ")");
        }
        lacking(job.data(), "train").ifPresent(lacking::add);
        job.evaluate().flatMap(evaluate -> lacking(evaluate.data(), "evaluate")).ifPresent(lacking::add);
        return lacking.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", lacking));
    }

    /** @param purpose what the data set is for */
    private Optional<String> lacking(String data, String purpose) {
        if (by(Session::data, data).isEmpty()) {
            return Optional.of("no worker offers data " + data + " to " + purpose + " on (offered are " + offered(Session::data) + ")");
        }
        List<WorkerId> training = by(Session::trainers, job.trainer());
        return offers(data) || training.isEmpty() ? Optional.empty()
                : Optional.of("no worker offers both trainer " + job.trainer() + " (which " + some(training) + " offers) and data " + data
                        + " to " + purpose + " on (which " + some(by(Session::data, data)) + " offers)");
    }

    private boolean offers(String data) {
        return seen.values().stream().anyMatch(session -> session.trainers().contains(job.trainer()) && session.data().contains(data));
    }

    private List<WorkerId> by(Function<Session, Set<String>> kind, String name) {
        return seen.entrySet().stream().filter(worker -> kind.apply(worker.getValue()).contains(name)).map(Map.Entry::getKey).toList();
    }

    /** Such as {@code cnn by acme/w1, beta/w1; mlp by beta/w1}. */
    private String offered(Function<Session, Set<String>> kind) {
        List<String> names = seen.values().stream().flatMap(session -> kind.apply(session).stream()).distinct().sorted().toList();
        return names.isEmpty() ? "none" : Named.list(names.stream().map(name -> name + " by " + some(by(kind, name)))
                .toList());
    }

    private static String some(List<WorkerId> workers) {
        return Named.list(workers, MOST_WORKERS);
    }
}
