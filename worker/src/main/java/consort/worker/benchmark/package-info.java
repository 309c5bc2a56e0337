/// A worker measures itself: with each trainer that the charter names a reference speed of, it does the charter's benchmark and
/// enters the result with its own key.
///
/// Benchmarks are entered while no session runs and nothing stands in the outbox, as their entries count with the usage claims.
/// What was entered is kept in `benchmarks/`, so that no start measures again what the ledger holds.
package consort.worker.benchmark;
