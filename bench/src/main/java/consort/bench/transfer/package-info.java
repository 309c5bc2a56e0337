/**
 * The network's speed. What is measured is the coordinator's port in a process of its own, with the memory that a coordinator may take,
 * and the transfer code of a worker, over the loopback interface; beside them sockets of Netty with the same TLS, which carry the
 * same bytes and nothing else, between the same two processes.
 */
package consort.bench.transfer;
