package consort.ledger.fold;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Entry;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Limits;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.WorkerId;
import java.util.Optional;

/** A worker measures itself by the charter's benchmark, and trains for no job whose trainer it was not measured with. */
final class BenchmarkRules {

    private BenchmarkRules() {
    }

    static Change benchmark(State state, Entry entry, Benchmark body, Check check) throws RuleViolation {
        WorkerView worker = state.workers().get(body.workerId());
        ReferenceSpeed reference = check.present(state.charter().reference(body.trainer()), Rule.BENCHMARK, "trainer",
                "a trainer that the charter names a reference speed of", body.trainer());
        check.equal(Rule.BENCHMARK, "steps", reference.steps(), body.steps());
        check.that(worker.benchmarked() < Limits.MAX_BENCHMARKS_PER_WORKER, Rule.BENCHMARK, "worker",
                "at most " + Limits.MAX_BENCHMARKS_PER_WORKER + " benchmarks of one key", worker.benchmarked() + 1);
        int before = Optional.ofNullable(worker.benchmarks().get(body.trainer())).map(BenchmarkView::times).orElse(0);
        BenchmarkView view = new BenchmarkView(body, entry.index(), Scores.scoreMilli(body, reference), before + 1);
        return () -> {
            state.membership.workers.put(worker.id(), worker.with(view));
            state.privacy.add(entry.index(), Optional.of(body.workerId()), body.priv());
        };
    }

    static void requireMeasured(State state, WorkerId worker, JobDocument job, Check check) throws RuleViolation {
        check.that(Scores.measured(state.charter(), state.workers().get(worker), job.trainer()), Rule.BENCHMARK, "worker",
                "a worker with a benchmark of trainer " + job.trainer(), worker);
    }
}
