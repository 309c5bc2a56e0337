/**
 * A disk in memory that can fail and crash, for the simulator and for tests.
 *
 * <p>It is as unkind as {@link consort.ledger.disk.Disk} permits and no unkinder: what its contract calls durable survives
 * {@link consort.ledger.disk.simulated.SimulatedDisk#loseMachine}, and everything else may vanish, stay or tear. All chance
 * comes from the generator given to it, so that a seed repeats a run.
 */
package consort.ledger.disk.simulated;
