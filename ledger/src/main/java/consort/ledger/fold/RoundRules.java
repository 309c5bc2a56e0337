package consort.ledger.fold;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Entry;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundManifest;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.Scores.Normalization;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How rounds open, lease out their tasks, and close. */
final class RoundRules {

    private RoundRules() {
    }

    static Change opened(State state, RoundOpened body, Check check) throws RuleViolation {
        RunView run = RunRules.running(state, body.run(), check);
        JobDocument job = run.job();
        check.equal(Rule.PHASE, "run", RunView.Phase.WAITING, run.phase());
        check.that(run.paused().isEmpty(), Rule.PHASE, "run", "a run that is not paused", body.run() + " is");
        check.that(run.roundsClosed() < job.rounds(), Rule.ROUND, "round",
                "at most " + job.rounds() + " closed rounds", body.round());
        check.that(run.abandonedInRow() <= job.maxAbandonedRounds(), Rule.ROUND, "round",
                "at most " + job.maxAbandonedRounds() + " rounds abandoned in a row", run.abandonedInRow());
        checkCohort(state, job, body.cohort(), check);
        RoundOpened expected = Rounds.open(run, body.cohort(), body.timeMillis());
        check.equal(Rule.ROUND, "round", expected.round(), body.round());
        check.equal(Rule.MODEL, "model", expected.model(), body.model());
        check.equal(Rule.COHORT, "cohort", expected.cohort(), body.cohort());
        check.equal(Rule.QUORUM, "quorum", expected.quorum(), body.quorum());
        check.equal(Rule.ROUND, "durationMillis", expected.durationMillis(), body.durationMillis());
        return () -> state.work.runs.put(run.run(), run.withRound(RoundView.open(body)));
    }

    static Change lease(State state, Entry entry, Lease body, Check check) throws RuleViolation {
        RunView run = RunRules.running(state, body.run(), check);
        WorkerId worker = body.workerId();
        check.that(state.workers().containsKey(worker), Rule.LEASE, "worker", "an enrolled worker", worker);
        if (!state.allowed(worker).active()) {
            throw check.violation(Rule.STANDING, "worker", "a worker that may take tasks",
                    worker + " " + state.allowed(worker).level().text());
        }
        check.that(state.openLeaseOf(worker).isEmpty(), Rule.LEASE, "worker", "a worker without an open lease", worker);
        RunView leased = switch (body.kind()) {
            case TRAIN -> trainLease(state, run, body, check);
            case EVALUATE -> evaluateLease(state, run, body, check);
        };
        Optional<Normalization> normalization = body.kind() == LeaseKind.TRAIN
                ? Scores.normalization(state.charter(), state.workers().get(worker), run.job(), body.steps()) : Optional.empty();
        Optional<Benchmark> benchmark = Optional.ofNullable(state.workers().get(worker).benchmarks().get(run.job().trainer()))
                .map(BenchmarkView::benchmark);
        Lease kept = sharing(body, run, state.workers().get(worker).id());
        return MeteringRules.leased(state, kept).then(() -> {
            state.work.leases.put(new LeaseView(kept, entry.index(), normalization, benchmark));
            state.work.runs.put(run.run(), leased);
        });
    }

    /** The same lease in the strings that run and worker hold already: leases are many, and kept for ever. */
    private static Lease sharing(Lease lease, RunView run, WorkerId worker) {
        JobDocument job = run.job();
        String data = lease.kind() == LeaseKind.TRAIN ? job.data() : job.evaluate().orElseThrow().data();
        return new Lease(lease.timeMillis(), lease.lease(), lease.run(), lease.round(), lease.kind(), worker.organization(),
                worker.worker(), run.model(), job.trainer(), data, lease.steps(), lease.seed(), lease.weight(), lease.devices(),
                lease.durationMillis());
    }

    static Change closed(State state, Entry entry, RoundClosed body, Documents documents, Check check) throws RuleViolation {
        RunView run = RunRules.running(state, body.run(), check);
        RoundView round = openRound(run, body.round(), check);
        check.equal(Rule.PHASE, "run", RunView.Phase.AGGREGATING, run.phase());
        check.that(round.hasQuorum(), Rule.QUORUM, "updates", "at least " + round.opened().quorum() + " accepted updates",
                round.accepted().size());
        RoundClosed expected = Rounds.close(run, round, body.manifest(), body.model(), body.timeMillis());
        check.equal(Rule.AGGREGATION, "rule", expected.rule(), body.rule());
        check.equal(Rule.MODEL, "previous", expected.previous(), body.previous());
        check.equal(Rule.MANIFEST, "updates", expected.updates(), body.updates());
        check.equal(Rule.WEIGHT, "weight", expected.weight(), body.weight());
        checkManifest(run, round, body, documents, check);
        check.equal(Rule.AGGREGATION, "stateBefore", expected.stateBefore(), body.stateBefore());
        check.equal(Rule.AGGREGATION, "stateAfter", expected.stateAfter(), body.stateAfter());
        ModelView model = ModelView.unmeasured(run.run(), round.round(), body.model(), entry.index(), body.timeMillis());
        return () -> state.work.runs.put(run.run(), run.closedWith(model));
    }

    static Change abandoned(State state, RoundAbandoned body, Check check) throws RuleViolation {
        RunView run = RunRules.running(state, body.run(), check);
        openRound(run, body.round(), check);
        check.equal(Rule.PHASE, "run", RunView.Phase.AGGREGATING, run.phase());
        return () -> state.work.runs.put(run.run(), run.abandoned());
    }

    private static void checkCohort(State state, JobDocument job, List<WorkerId> cohort, Check check) throws RuleViolation {
        check.that(cohort.size() >= job.cohort().min() && cohort.size() <= job.cohort().max(), Rule.COHORT, "cohort",
                job.cohort().min() + " to " + job.cohort().max() + " workers", cohort.size());
        for (WorkerId worker : cohort) {
            check.that(state.workers().containsKey(worker), Rule.COHORT, "cohort", "enrolled workers", worker);
            BenchmarkRules.requireMeasured(state, worker, job, check);
        }
    }

    private static RunView trainLease(State state, RunView run, Lease body, Check check) throws RuleViolation {
        RoundView round = openRound(run, body.round(), check);
        WorkerId worker = body.workerId();
        check.that(round.isOfCohort(worker) || round.fallsShort(), Rule.LEASE, "worker",
                "a worker of the cohort, as long as enough of them are left for the quorum", worker);
        check.that(!round.leases().containsKey(worker), Rule.LEASE, "worker", "one lease for each worker of a round", worker);
        BenchmarkRules.requireMeasured(state, worker, run.job(), check);
        compare(Rounds.trainLease(run, round, worker, state.nextLease(), body.devices(), body.timeMillis()), body, check);
        return run.withRound(round.withLease(worker, body.lease()));
    }

    private static RunView evaluateLease(State state, RunView run, Lease body, Check check) throws RuleViolation {
        check.that(run.job().evaluate().isPresent(), Rule.JOB, "kind", "a job with evaluation", body.kind().text());
        check.equal(Rule.PHASE, "kind", RunView.Phase.WAITING, run.phase());
        check.that(run.roundsClosed() > 0, Rule.PHASE, "kind", "a round that closed", "none");
        compare(Rounds.evaluateLease(run, body.workerId(), state.nextLease(), body.devices(), body.timeMillis()), body, check);
        return run.withOpenEvaluations(run.openEvaluations() + 1);
    }

    private static void compare(Lease expected, Lease found, Check check) throws RuleViolation {
        check.equal(Rule.LEASE, "lease", expected.lease(), found.lease());
        check.equal(Rule.LEASE, "round", expected.round(), found.round());
        check.equal(Rule.MODEL, "model", expected.model(), found.model());
        check.equal(Rule.LEASE, "trainer", expected.trainer(), found.trainer());
        check.equal(Rule.LEASE, "data", expected.data(), found.data());
        check.equal(Rule.LEASE, "steps", expected.steps(), found.steps());
        check.equal(Rule.SEED, "seed", expected.seed(), found.seed());
        check.equal(Rule.WEIGHT, "weight", expected.weight(), found.weight());
        check.equal(Rule.LEASE, "durationMillis", expected.durationMillis(), found.durationMillis());
    }

    private static RoundView openRound(RunView run, long number, Check check) throws RuleViolation {
        RoundView round = check.present(run.round(), Rule.PHASE, "round", "an open round", "none is open");
        check.equal(Rule.ROUND, "round", round.round(), number);
        return round;
    }

    /** The document has the entry's digest. It is read only where it differs, so that a violation can say in what. */
    private static void checkManifest(RunView run, RoundView round, RoundClosed body, Documents documents, Check check)
            throws RuleViolation {
        RoundManifest expected = Rounds.manifest(run, round);
        byte[] bytes = check.document(documents, "manifest", body.manifest());
        if (Arrays.equals(bytes, expected.bytes())) {
            return;
        }
        RoundManifest found = check.document(documents, "manifest", body.manifest(), RoundManifest::parse);
        check.equal(Rule.MANIFEST, "manifest.updates", expected.updates(), found.updates());
        check.equal(Rule.MANIFEST, "manifest", expected, found);
    }
}
