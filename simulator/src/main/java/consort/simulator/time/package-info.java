/// Simulated time: one queue of events for the whole world, and the clocks that its machines read.
package consort.simulator.time;
