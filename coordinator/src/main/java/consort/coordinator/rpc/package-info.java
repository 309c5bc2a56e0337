/**
 * The coordinator's one port: gRPC over mutual TLS.
 *
 * <p>Every call passes {@link Access}, the table of who may call what, before anything reads its message. Services turn
 * messages into events for the loop and the loop's answers into replies; they decide nothing. Bytes of models flow with
 * manual flow control: one part in memory per transfer, and the peer waits while the disk is slow.
 *
 * <p>What a peer sends wrongly ends in a status with one sentence. It never ends in an entry or a stack trace.
 */
package consort.coordinator.rpc;
