/// What must be right before anything is spent: the way to the coordinator, this machine, and what a worker's folder says. Each
/// subject is a [consort.worker.preflight.Check] of its own that looks and changes nothing; [consort.worker.preflight.Preflight]
/// runs them in order and leaves out those whose ground is missing. `consort worker check` runs all, `worker join` all that
/// needs no enrolled folder, against the invite's address. The machine and its clock are ports; the way to the coordinator is
/// tried over real sockets.
package consort.worker.preflight;
