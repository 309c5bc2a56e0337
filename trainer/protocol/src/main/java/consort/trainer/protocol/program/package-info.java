/**
 * The trainer's side of the protocol for trainers in Java: implement
 * {@link consort.trainer.protocol.program.TrainerProgram} and hand it to
 * {@link consort.trainer.protocol.program.TrainerLoop}. The package {@code reference} shows the smallest example.
 */
package consort.trainer.protocol.program;
