/// The coordinator over gRPC: the stream, transfers, and the calls of the commands. One channel carries them all.
package consort.worker.rpc;
