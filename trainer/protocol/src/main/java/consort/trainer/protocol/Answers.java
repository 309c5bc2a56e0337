package consort.trainer.protocol;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Judges what a trainer says about a task. */
final class Answers {

    private static final long ONE_MILLION = 1_000_000;

    private Answers() {
    }

    /** Progress messages that a task gives cause for, and one answer. */
    static long expectedMessages(TrainerTask task) {
        return switch (task) {
            case TrainerTask.Train train -> train.steps() + 1;
            case TrainerTask.Initialize _, TrainerTask.Evaluate _ -> 1;
        };
    }

    /** Takes one line: reports progress, or returns the answer. */
    static Optional<TrainerMessage> read(String line, TrainerTask task, Consumer<Progress> progress)
            throws TrainerFailure {
        TrainerMessage message;
        try {
            message = MessageCodec.decodeTrainer(line);
        } catch (ProtocolException e) {
            throw protocol("the trainer sent " + Clip.text(line) + ": " + Clip.text(e.getMessage()));
        }
        return switch (message) {
            case TrainerMessage.Hello _ -> throw protocol("the trainer said hello a second time");
            case TrainerMessage.Progress p -> {
                requireTask(p.task(), task);
                if (p.step() < 0 || p.step() > p.steps()) {
                    throw protocol("the trainer reports step " + p.step() + " of " + p.steps());
                }
                progress.accept(new Progress(p.step(), p.steps(), p.lossMillionths()));
                yield Optional.empty();
            }
            case TrainerMessage.Done done -> {
                requireTask(done.task(), task);
                yield Optional.of(done);
            }
            case TrainerMessage.Failed failed -> {
                requireTask(failed.task(), task);
                yield Optional.of(failed);
            }
        };
    }

    /** The outcome that an answer stands for, its output not yet looked at. */
    static TaskOutcome outcome(TrainerTask task, TrainerMessage.Done done, long measuredMillis) throws TrainerFailure {
        return switch (task) {
            case TrainerTask.Initialize _ -> new TaskOutcome.Initialized(
                    Math.min(done.busyMillis().orElse(measuredMillis), measuredMillis));
            case TrainerTask.Train train -> {
                long steps = atLeast("steps", done.steps(), 0);
                if (steps != train.steps()) {
                    throw protocol("the trainer made " + steps + " steps where " + train.steps()
                            + " were asked for; one that cannot make them all must answer failed");
                }
                yield new TaskOutcome.Trained(steps, atLeast("samples", done.samples(), 0),
                        present("lossMillionths", done.lossMillionths()), busy(done, measuredMillis));
            }
            case TrainerTask.Evaluate _ -> {
                long accuracy = atLeast("accuracyMillionths", done.accuracyMillionths(), 0);
                if (accuracy > ONE_MILLION) {
                    throw protocol("the trainer's accuracyMillionths is " + accuracy + ", above 1000000");
                }
                yield new TaskOutcome.Evaluated(atLeast("samples", done.samples(), 1),
                        present("lossMillionths", done.lossMillionths()), accuracy, busy(done, measuredMillis));
            }
        };
    }

    private static long busy(TrainerMessage.Done done, long measuredMillis) throws TrainerFailure {
        return Math.min(atLeast("busyMillis", done.busyMillis(), 0), measuredMillis);
    }

    private static long present(String name, OptionalLong value) throws TrainerFailure {
        if (value.isEmpty()) {
            throw protocol("the trainer's done lacks \"" + name + "\"");
        }
        return value.getAsLong();
    }

    private static long atLeast(String name, OptionalLong value, long least) throws TrainerFailure {
        long found = present(name, value);
        if (found < least) {
            throw protocol("the trainer's " + name + " is " + found + ", below " + least);
        }
        return found;
    }

    private static void requireTask(String found, TrainerTask expected) throws TrainerFailure {
        if (!found.equals(expected.task())) {
            throw protocol("the trainer speaks of task " + Clip.text(found) + " while it has task " + expected.task());
        }
    }

    private static TrainerFailure protocol(String text) {
        return new TrainerFailure(FailureReason.PROTOCOL, text);
    }
}
