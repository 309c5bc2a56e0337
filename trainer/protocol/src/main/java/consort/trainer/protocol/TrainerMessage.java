package consort.trainer.protocol;

import java.util.OptionalLong;

/** What a trainer says to the agent. Losses and accuracies are millionths, so that no float reaches the ledger. */
public sealed interface TrainerMessage {

    /**
     * The first message, before any task.
     *
     * @param protocol the version of the protocol, {@link MessageCodec#PROTOCOL}
     * @param trainer the trainer's name, for people
     */
    record Hello(int protocol, String trainer, String version) implements TrainerMessage {
    }

    /**
     * How far a task is; optional, and at most once a step.
     *
     * @param lossMillionths the loss now, if known
     */
    record Progress(String task, long step, long steps, OptionalLong lossMillionths) implements TrainerMessage {
    }

    /**
     * The task is done and its output complete. Which figures must be there depends on the task: none after init; steps,
     * samples, loss and busy time after train; samples, loss, accuracy and busy time after evaluate.
     */
    record Done(String task, OptionalLong steps, OptionalLong samples, OptionalLong lossMillionths,
            OptionalLong accuracyMillionths, OptionalLong busyMillis) implements TrainerMessage {
    }

    /**
     * The task could not be done; the trainer is well and waits for the next.
     *
     * @param reason for people; it may name paths and so stays at the site
     */
    record Failed(String task, String reason) implements TrainerMessage {
    }
}
