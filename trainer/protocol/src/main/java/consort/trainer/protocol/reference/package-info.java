/**
 * The smallest trainer: no framework, no data, deterministic to the bit and quick to start. It is the example to start
 * from in Java, and what tests use where the training itself does not matter.
 * {@link consort.trainer.protocol.reference.ReferenceModel} is its mathematics as pure functions, for tests that run no
 * process.
 */
package consort.trainer.protocol.reference;
