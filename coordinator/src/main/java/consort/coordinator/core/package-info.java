/**
 * What the coordinator decides, and nothing else: no clock, no thread, no randomness, no input or output.
 *
 * <p>{@code Core.decide} takes the durable state (folded from the ledger), what may be forgotten ({@link Ephemeral}), one
 * {@link Event}, the time and a random generator; it returns the entries to append, the documents they name, and the
 * {@link Effect}s to release once these are durable. It never changes the durable state: only
 * {@code State.apply} does, called by the loop with the entries that were decided.
 *
 * <p>A round passes through one file per phase: {@code Waiting}, {@code Training}, {@code Aggregating},
 * {@code Evaluating}. Each says in its own words which entries lead out of it. What is not a phase has a file per subject:
 * {@code Enrollments}, {@code Claims}, {@code Runs}, {@code Periods}, {@code Sessions}, {@code Status}.
 *
 * <p>An event moves at most one step. The loop then offers {@link Event.Tick} until nothing more is decided, so that each
 * decision sees the entries of the one before as applied state.
 */
package consort.coordinator.core;
