package consort.simulator.check;

import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.WorkerId;
import consort.simulator.ViolationException;
import java.util.HashMap;
import java.util.Map;

/** Whoever was too slow for a task gets half as much the next time, whoever could have done twice as much gets it, and what all weigh goes by that. */
final class Shortening {

    private final Map<Long, JobDocument> jobs = new HashMap<>();
    private final Map<Long, Lease> open = new HashMap<>();
    /** By run and worker: how often its tasks are halved now. */
    private final Map<Long, Map<WorkerId, Integer>> halvings = new HashMap<>();

    void started(RunStarted run, JobDocument job) {
        jobs.put(run.run(), job);
        halvings.put(run.run(), new HashMap<>());
    }

    void leased(Lease lease) {
        if (lease.kind() != LeaseKind.TRAIN) {
            return;
        }
        JobDocument job = jobs.get(lease.run());
        long steps = job.steps();
        long least = job.leastSteps().orElse(steps);
        for (int halved = halvings.get(lease.run()).getOrDefault(lease.workerId(), 0); halved > 0; halved--) {
            steps = Math.max(least, steps / 2);
        }
        require(lease.steps() == steps, lease, "has " + lease.steps() + " steps, and by what its worker did before " + steps);
        long weight = job.weights() == JobDocument.WeightRule.EQUAL ? 1 : steps;
        require(lease.weight() == weight, lease, "weighs " + lease.weight() + ", not " + weight);
        open.put(lease.lease(), lease);
    }

    void ended(LeaseEnded end) {
        Lease lease = open.remove(end.lease());
        if (lease != null && end.reason() == LeaseEnded.Reason.EXPIRED && lease.steps() > jobs.get(lease.run()).leastSteps().orElse(lease.steps())) {
            halvings.get(lease.run()).merge(lease.workerId(), 1, Integer::sum);
        }
    }

    void observed(Observation observation) {
        Lease lease = open.remove(observation.lease());
        if (lease != null && observation.verdict() == Observation.Verdict.ACCEPTED
                && 2 * (observation.timeMillis() - lease.timeMillis()) <= lease.durationMillis()) {
            halvings.get(lease.run()).computeIfPresent(lease.workerId(), (_, times) -> times == 1 ? null : times - 1);
        }
    }

    private static void require(boolean holds, Lease lease, String otherwise) {
        if (!holds) {
            throw new ViolationException(lease + ": " + otherwise);
        }
    }
}
