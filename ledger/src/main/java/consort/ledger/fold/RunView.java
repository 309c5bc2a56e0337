package consort.ledger.fold;

import consort.ledger.entry.JobDocument;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run.
 *
 * @param jobDigest of {@code job}
 * @param models the initial one and that of each closed round, oldest first; the last is the run's model
 * @param roundsOpened rounds opened so far, abandoned ones included
 * @param abandonedInRow rounds abandoned since the last that closed
 * @param shorter whose train tasks are shorter than the job's
 * @param round the round that is open
 * @param openEvaluations evaluate leases neither claimed nor ended
 * @param paused why no further round opens, while the operator paused it
 * @param ended how the run ended
 */
public record RunView(
        long run,
        String jobDigest,
        JobDocument job,
        List<ModelView> models,
        long roundsOpened,
        long abandonedInRow,
        ShorterTasks shorter,
        Optional<RoundView> round,
        int openEvaluations,
        Optional<String> paused,
        Optional<RunEnded> ended) {

    /** Where a run stands. */
    public enum Phase {
        /** Between rounds, before the next opens or the run ends. */
        WAITING,
        /** A round is open and not all of its leases are settled. */
        TRAINING,
        /** All leases of the open round are settled: it closes or is abandoned. */
        AGGREGATING,
        /** Between rounds, with an evaluation under way. */
        EVALUATING,
        ENDED
    }

    public RunView {
        models = List.copyOf(models);
    }

    static RunView start(long run, String jobDigest, JobDocument job, long index, long timeMillis) {
        ModelView initial = ModelView.unmeasured(run, 0, job.model(), index, timeMillis);
        return new RunView(run, jobDigest, job, List.of(initial), 0, 0, ShorterTasks.NONE, Optional.empty(), 0, Optional.empty(), Optional.empty());
    }

    public Phase phase() {
        if (ended.isPresent()) {
            return Phase.ENDED;
        }
        if (round.isPresent()) {
            return round.get().settled() ? Phase.AGGREGATING : Phase.TRAINING;
        }
        return openEvaluations > 0 ? Phase.EVALUATING : Phase.WAITING;
    }

    /** Digest of the model reached. */
    public String model() {
        return latest().digest();
    }

    /** The model reached. */
    public ModelView latest() {
        return models.getLast();
    }

    public long roundsClosed() {
        return models.size() - 1L;
    }

    /** Steps of a worker's next train task: the job's, or fewer when it was too slow for them. */
    public long steps(WorkerId worker) {
        return shorter.steps(job, worker);
    }

    /** Leases neither claimed nor ended. */
    public int openLeases() {
        return openEvaluations + round.map(RoundView::openLeases).orElse(0);
    }

    RunView withRound(RoundView open) {
        return new RunView(run, jobDigest, job, models, open.round(), abandonedInRow, shorter, Optional.of(open), openEvaluations, paused,
                ended);
    }

    RunView withShorter(ShorterTasks tasks) {
        return new RunView(run, jobDigest, job, models, roundsOpened, abandonedInRow, tasks, round, openEvaluations, paused, ended);
    }

    RunView abandoned() {
        return new RunView(run, jobDigest, job, models, roundsOpened, abandonedInRow + 1, shorter, Optional.empty(), openEvaluations, paused,
                ended);
    }

    RunView closedWith(ModelView model) {
        List<ModelView> more = new ArrayList<>(models);
        more.add(model);
        return new RunView(run, jobDigest, job, more, roundsOpened, 0, shorter, Optional.empty(), openEvaluations, paused,
                ended);
    }

    RunView withPause(Optional<String> cause) {
        return new RunView(run, jobDigest, job, models, roundsOpened, abandonedInRow, shorter, round, openEvaluations, cause, ended);
    }

    RunView withOpenEvaluations(int open) {
        return new RunView(run, jobDigest, job, models, roundsOpened, abandonedInRow, shorter, round, open, paused, ended);
    }

    RunView evaluated(long closedRound, OptionalLong accuracyMillionths, OptionalLong lossMillionths) {
        List<ModelView> replaced = models.stream()
                .map(one -> one.round() == closedRound && !one.evaluated()
                        ? one.measured(accuracyMillionths, lossMillionths) : one)
                .toList();
        return new RunView(run, jobDigest, job, replaced, roundsOpened, abandonedInRow, shorter, round, openEvaluations, paused,
                ended);
    }

    RunView endedWith(RunEnded end) {
        return new RunView(run, jobDigest, job, models, roundsOpened, abandonedInRow, shorter, Optional.empty(), openEvaluations,
                Optional.empty(), Optional.of(end));
    }
}
