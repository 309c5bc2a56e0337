/// What runs on the machines: the real coordinator and workers, each with simulated ports around them, and the people.
package consort.simulator.node;
