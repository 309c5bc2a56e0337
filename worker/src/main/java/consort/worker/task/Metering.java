package consort.worker.task;

import consort.trainer.protocol.TaskOutcome;
import consort.worker.session.Assignment;
import consort.worker.session.Outcome;
import java.util.OptionalLong;

/** What a trainer's outcome is worth as a claim. */
final class Metering {

    private Metering() {
    }

    /** @param elapsedMillis from handing the task over to its outcome: what a failure claims */
    static Outcome outcome(Assignment assignment, TaskOutcome outcome, long elapsedMillis) {
        return switch (outcome) {
            case TaskOutcome.Trained trained -> new Outcome.Done(trained.busyMillis(), trained.steps(),
                    OptionalLong.of(trained.lossMillionths()), OptionalLong.empty());
            case TaskOutcome.Evaluated evaluated -> new Outcome.Done(evaluated.busyMillis(), 0,
                    OptionalLong.of(evaluated.lossMillionths()), OptionalLong.of(evaluated.accuracyMillionths()));
            case TaskOutcome.Failed failed ->
                    new Outcome.Failed(elapsedMillis, 0, failed.reason().code(), failed.text());
            case TaskOutcome.Initialized initialized -> throw new IllegalStateException(
                    "lease " + assignment.lease() + " is no initialization");
        };
    }
}
