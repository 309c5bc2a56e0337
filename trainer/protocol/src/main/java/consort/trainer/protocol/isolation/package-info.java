/// Keeping a trainer away from what its agent holds.
///
/// A trainer runs as the agent's own user, so file permissions alone do not keep it from the agent's keys. Where
/// bubblewrap is installed and may be used, [consort.trainer.protocol.isolation.Bubblewrap] starts the program in
/// namespaces of its own: it sees the system's programs and libraries, its own files and what its
/// [consort.trainer.protocol.isolation.View] names, no other process, and no network unless that was asked for.
package consort.trainer.protocol.isolation;
