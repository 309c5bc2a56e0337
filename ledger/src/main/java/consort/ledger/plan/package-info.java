/**
 * What a run was expected to take beside what it took. The expectation is a document, made by the coordinator when the job was
 * submitted ({@link consort.ledger.entry.EstimateDocument}); what it took follows from the state alone, so that the coordinator,
 * started again, and the auditor find the same.
 */
package consort.ledger.plan;
