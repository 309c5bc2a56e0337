/// What can go wrong, and by what chance.
package consort.simulator.fault;
