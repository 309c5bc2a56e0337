package consort.worker.session;

import consort.proto.Progress;
import consort.proto.WorkerMessage;
import consort.worker.policy.Use;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The trainer is at work, for training or evaluation. It goes on whatever happens to the link.
 *
 * @param beganMillis monotonic time
 * @param toldMillis monotonic time of the last progress message
 */
public record Training(Assignment assignment, long beganMillis, long toldMillis) implements Work {

    static void begin(Assignment assignment, Turn turn) {
        turn.become(new Training(assignment, turn.now().monotonicMillis(), turn.now().monotonicMillis()));
        turn.emit(new Effect.Train(assignment));
    }

    @Override
    public OptionalLong lease() {
        return OptionalLong.of(assignment.lease());
    }

    @Override
    public void canceled(String reason, Turn turn) {
        stopTrainer(turn);
        turn.drop(assignment.lease(), reason);
    }

    @Override
    public void happened(Event event, Turn turn) {
        switch (event) {
            case Event.Progressed progressed when progressed.lease() == assignment.lease() -> progressed(progressed, turn);
            case Event.Trained(long lease, Outcome outcome) when lease == assignment.lease() -> ended(outcome, turn);
            default -> { }
        }
    }

    @Override
    public void close(String reason, Turn turn) {
        stopTrainer(turn);
        turn.handBack(assignment.lease(), reason);
    }

    @Override
    public void stop(String cause, Turn turn) {
        close("stopping", turn);
    }

    private void stopTrainer(Turn turn) {
        turn.emit(new Effect.StopTrainer(assignment.lease()));
        long deviceMillis = (turn.now().monotonicMillis() - beganMillis) * assignment.devices();
        turn.lentUnclaimed(new Use(turn.now().wallMillis(), deviceMillis, 0));
    }

    private void progressed(Event.Progressed progressed, Turn turn) {
        if (turn.now().monotonicMillis() - toldMillis < turn.timing().progressMillis()) {
            return;
        }
        turn.become(new Training(assignment, beganMillis, turn.now().monotonicMillis()));
        turn.tell(Notice.Kind.PROGRESS, turn.name(assignment) + ": step " + progressed.step() + " of " + progressed.steps()
                + loss(progressed.lossMillionths()));
        turn.send(WorkerMessage.newBuilder().setProgress(Progress.newBuilder()
                .setLease(assignment.lease())
                .setStep(progressed.step())
                .setSteps(progressed.steps())
                .setLossMillionths(progressed.lossMillionths().orElse(0))).build());
    }

    private void ended(Outcome outcome, Turn turn) {
        if (outcome instanceof Outcome.Failed failed) {
            turn.tell(Notice.Kind.PROBLEM, turn.name(assignment) + " failed: " + failed.reason()
                    + (failed.detail().isEmpty() ? "" : ": " + failed.detail()));
        }
        if (outcome instanceof Outcome.Done done && assignment.kind() == TaskKind.TRAIN) {
            Forming.begin(assignment, done, turn);
        } else {
            Claiming.begin(assignment, outcome, Optional.empty(), turn);
        }
    }

    private static String loss(OptionalLong millionths) {
        return millionths.isPresent() ? ", loss " + Millionths.text(millionths.getAsLong()) : "";
    }
}
