/// The worker agent: carries out what the session decides.
///
/// [consort.worker.agent.Agent] is the interpreter: it steps the session, signs, keeps the outbox, and hands everything that
/// takes time or leaves the process to three ports: [consort.worker.agent.Streams] (the stream to the coordinator),
/// [consort.worker.agent.Transfers] (models and updates) and [consort.worker.agent.Workbench] (the trainer). It has no
/// thread of its own. [consort.worker.agent.AgentThread] drives it in real life; a simulation calls it directly.
package consort.worker.agent;
