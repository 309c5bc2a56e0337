/**
 * The trainer protocol and the agent's side of it.
 *
 * <p>A trainer is a program that a site runs as a child process, without keys. It is told what to do by JSON lines over
 * a Unix socket whose path stands in {@code CONSORT_TRAINER_SOCKET}; tensors travel as safetensors files; its standard
 * output and error are only logs. It is resident: task after task until the socket closes. {@code docs/trainer.md} is
 * the protocol's reference for those who write a trainer.
 *
 * <p>{@link consort.trainer.protocol.Trainer} is the port that a worker agent uses and
 * {@link consort.trainer.protocol.TrainerProcess} the real one behind it. A trainer is not trusted to behave: whatever it
 * does (crash, hang, flood, answer nonsense, return other tensors or NaN) ends as one
 * {@link consort.trainer.protocol.TaskOutcome.Failed} with a reason code, within bounded time, memory and disk, and the
 * next task finds a new process.
 *
 * <p>Beside this package: {@code program} is the trainer's side for trainers in Java, {@code contract} the suite that any
 * trainer command can be checked against, {@code reference} the smallest trainer, deterministic to the bit.
 */
package consort.trainer.protocol;
