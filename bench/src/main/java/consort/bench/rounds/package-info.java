/// What a round takes from the task to the next model, between a coordinator in a process of its own and workers that add a constant.
///
/// Everything is as it is in use (mutual TLS, hashing, the ledger and its syncs, checks of every update, the exact sum) but the
/// training, which is a constant and takes no time.
package consort.bench.rounds;
