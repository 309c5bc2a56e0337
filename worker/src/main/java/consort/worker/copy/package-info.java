/// A copy of the ledger's folder, kept by a member so that anybody can audit it without the coordinator.
package consort.worker.copy;
