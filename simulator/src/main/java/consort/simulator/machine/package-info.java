/// Machines that die: a simulated disk, clocks, and one process at a time.
///
/// [consort.simulator.machine.Machine] is the only place where death happens. It hits within a call to the disk (before,
/// midway, after: [consort.simulator.machine.Blow]) or at any time between two events. A dead machine's code is
/// unwound at its next call to the disk, and what it tries to send meanwhile is dropped by the network.
package consort.simulator.machine;
