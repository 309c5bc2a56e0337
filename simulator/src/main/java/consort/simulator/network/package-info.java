/// The network: channels that delay, break, and tell late.
package consort.simulator.network;
