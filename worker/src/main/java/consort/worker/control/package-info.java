/// How the person at a site speaks with a worker that runs: by files in its folder, which outlive it.
///
/// A command leaves a file in `control/`; the worker looks every second, and keeps what it does in `control/state.json`. So
/// a pause holds over a restart, can be given before a start, and needs no port and no socket.
package consort.worker.control;
