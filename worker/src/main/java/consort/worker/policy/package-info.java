/// What a site allows, whatever the coordinator asks: pure values, to which the time of day is an argument.
///
/// [consort.worker.policy.Policy] is read from `worker.yaml` once; the session asks it before it takes a task, and every
/// second whether the site lends at all.
package consort.worker.policy;
