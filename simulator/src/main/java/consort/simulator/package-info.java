/// A consortium in one process and one thread, on simulated clocks, disks and network, with faults that follow from a seed.
///
/// The coordinator's core, engine, log, blob store, checks and sums are the real ones, and so are the worker's session, agent
/// and outbox and the ledger's auditor. Simulated are what they reach through ports: [consort.simulator.machine.Machine] with
/// its disk and its deaths, [consort.simulator.time.Schedule] with its clocks, [consort.simulator.network.Network] in place of
/// gRPC, and the reference trainer's mathematics in place of a process.
///
/// [consort.simulator.Simulation] runs one [consort.simulator.Plan] from founding to bill, [consort.simulator.Swarm] many;
/// [consort.simulator.Scenario] says who takes part, [consort.simulator.fault.Fault] what can go wrong,
/// [consort.simulator.Mischief] when it does, and [consort.simulator.check] what must hold nevertheless.
package consort.simulator;
