/// The `member`, `worker` and `model` commands.
///
/// A command prints what it did on standard output and what went wrong, in one or two lines, on standard error; its exit
/// code says what kind of thing that was (docs/join.md). With `--json` it prints one JSON object a result instead.
package consort.worker.cli;
