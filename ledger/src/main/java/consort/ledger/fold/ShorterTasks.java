package consort.ledger.fold;

import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.WorkerId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whose tasks in a run are shorter than the job's, as they were too slow for it. A train lease that expires halves the steps of its
 * worker's next one, down to the job's {@code leastSteps}; an update that is accepted within half of its lease's duration doubles them again,
 * since twice as much would have fit. It follows from entries alone, and from no speed that a worker claims.
 *
 * @param halvings how often, of those for whom it is at least once
 */
public record ShorterTasks(SortedMap<WorkerId, Integer> halvings) {

    static final ShorterTasks NONE = new ShorterTasks(Collections.emptySortedMap());

    /** Steps of a worker's next train task. */
    long steps(JobDocument job, WorkerId worker) {
        return Math.max(job.fewestSteps(), job.steps() >> halvings.getOrDefault(worker, 0));
    }

    /** A train lease's time is up. */
    ShorterTasks expired(JobDocument job, WorkerId worker) {
        return steps(job, worker) > job.fewestSteps() ? with(worker, halvings.getOrDefault(worker, 0) + 1) : this;
    }

    /** @param timeMillis when the update for a train lease was accepted */
    ShorterTasks accepted(Lease lease, long timeMillis) {
        int halved = halvings.getOrDefault(lease.workerId(), 0);
        return halved > 0 && timeMillis - lease.timeMillis() <= lease.durationMillis() / 2 ? with(lease.workerId(), halved - 1) : this;
    }

    private ShorterTasks with(WorkerId worker, int times) {
        TreeMap<WorkerId, Integer> changed = new TreeMap<>(halvings);
        if (times == 0) {
            changed.remove(worker);
        } else {
            changed.put(worker, times);
        }
        return new ShorterTasks(Collections.unmodifiableSortedMap(changed));
    }
}
