package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.Session;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.BenchmarkView;
import consort.ledger.fold.Scores;
import consort.ledger.fold.State;
import consort.ledger.fold.WorkerView;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The workers that could take part in a run of a job, as far as is known: those that may be given tasks and offered what it needs
 * when they were last here, and those that have not been here since the coordinator started.
 *
 * @param trainers by name
 * @param evaluators by name; empty when the job measures nothing
 */
record Candidates(List<Candidate> trainers, List<Candidate> evaluators) {

    private static final BigInteger MILLI = BigInteger.valueOf(1000);

    /**
     * One worker, and what a train task takes of it.
     *
     * @param devices as it said; of one not seen, those of its benchmark, or 1
     * @param measuredMillis by its benchmark
     * @param taskMillis the same, or the lease's length where there is no benchmark or it says more
     * @param normalizedMillis what the task counts for at most, before its outcome is considered
     */
    record Candidate(WorkerId id, int devices, boolean seen, Optional<Long> measuredMillis, long taskMillis,
            long normalizedMillis) {

        long deviceMillis() {
            return Capped.times(devices, taskMillis);
        }

        boolean isOf(String organization) {
            return id.organization().equals(organization);
        }
    }

    static Candidates of(Turn turn, JobDocument job) {
        return new Candidates(offering(turn, job, job.data()),
                job.evaluate().map(evaluate -> offering(turn, job, evaluate.data())).orElse(List.of()));
    }

    /** Whether a round can open, and a benchmark says of every trainer how long a task takes it. */
    boolean measured(JobDocument job) {
        return missing(job) == 0 && trainers.stream().allMatch(one -> one.measuredMillis().isPresent());
    }

    /** Workers that must still come for a round to open. */
    int missing(JobDocument job) {
        return Math.max(0, job.cohort().min() - trainers.size());
    }

    /** What such a one counts for in a task: it is taken to have one device. */
    static long normalizedOfUnknown(State state, JobDocument job) {
        return normalized(state, job, Optional.empty(), job.roundSeconds() * 1000L);
    }

    /** All, each once. */
    List<Candidate> all() {
        return Stream.concat(trainers.stream(), evaluators.stream().filter(one -> !trainers.contains(one))).toList();
    }

    /** How many thousandths of a train task's time count at most, whatever becomes of it. */
    static int mostPermille(Outcomes outcomes, int done) {
        return Math.max(Math.max(done, outcomes.late()), Math.max(outcomes.refused(), outcomes.failed()));
    }

    private static List<Candidate> offering(Turn turn, JobDocument job, String data) {
        return turn.state().workers().values().stream()
                .filter(worker -> turn.state().allowed(worker.id()).active())
                .filter(worker -> last(turn, worker).map(session -> session.trainers().contains(job.trainer())
                        && session.data().contains(data)).orElse(true))
                .map(worker -> candidate(turn, job, worker))
                .toList();
    }

    private static Optional<Session> last(Turn turn, WorkerView worker) {
        return Optional.ofNullable(turn.ephemeral().lastSessions.get(worker.id()));
    }

    private static Candidate candidate(Turn turn, JobDocument job, WorkerView worker) {
        Optional<BenchmarkView> benchmark = Optional.ofNullable(worker.benchmarks().get(job.trainer()));
        int devices = last(turn, worker).map(Session::devices)
                .orElse(benchmark.map(view -> view.benchmark().devices()).orElse(1));
        Optional<Long> measured = benchmark.map(view -> taskMillis(job, view));
        long lease = job.roundSeconds() * 1000L;
        long taskMillis = Math.min(lease, measured.orElse(lease));
        return new Candidate(worker.id(), devices, last(turn, worker).isPresent(), measured, taskMillis,
                normalized(turn.state(), job, benchmark, Capped.times(devices, taskMillis)));
    }

    /** Work of the task by measured speed, rounded up. */
    private static long taskMillis(JobDocument job, BenchmarkView benchmark) {
        BigInteger speed = BigInteger.valueOf(Math.max(1, benchmark.stepsPerSecondMilli()));
        BigInteger work = BigInteger.valueOf(job.taskWorkMilli()).multiply(MILLI);
        BigInteger millis = work.add(speed.subtract(BigInteger.ONE)).divide(speed);
        return millis.min(BigInteger.valueOf(Capped.MAX)).longValueExact();
    }

    private static long normalized(State state, JobDocument job, Optional<BenchmarkView> benchmark, long deviceMillis) {
        Optional<ReferenceSpeed> reference = state.charter().reference(job.trainer());
        if (reference.isEmpty()) {
            return deviceMillis;
        }
        long work = Scores.maxDeviceMillis(job, job.steps(), reference.get(), Scores.AS_IT_IS);
        return benchmark.map(view -> Math.min(work, Capped.times(deviceMillis, view.scoreMilli()) / Scores.AS_IT_IS)).orElse(work);
    }
}
