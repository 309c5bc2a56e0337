package consort.trainer.protocol.program;

import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerTask;

/**
 * What a trainer can do. All calls come from one thread, one at a time. An exception, whichever, means that the task
 * failed and the trainer is well: its message becomes the reason, so it should say what was wrong with the task.
 */
public interface TrainerProgram {

    /** The trainer's name, for people. */
    String name();

    String version();

    /** Writes a new model to the task's output. */
    void initialize(TrainerTask.Initialize task) throws Exception;

    /** Trains and writes the result to the task's output. */
    TaskOutcome.Trained train(TrainerTask.Train task, TaskControl control) throws Exception;

    TaskOutcome.Evaluated evaluate(TrainerTask.Evaluate task, TaskControl control) throws Exception;
}
