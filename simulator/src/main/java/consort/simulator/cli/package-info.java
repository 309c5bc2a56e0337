/// The command `consort simulate`.
package consort.simulator.cli;
