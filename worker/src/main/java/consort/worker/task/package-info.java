/// Doing tasks on this machine: the trainer process, its metering, and the forming of updates.
package consort.worker.task;
