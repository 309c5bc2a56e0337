/**
 * What a dishonest operator could do, for demonstrations and tests: alter what its own key signed and sign everything anew.
 * It needs the log's private key, which only the operator has. The tree and all signatures fit afterwards; that the audit
 * fails all the same is the point.
 */
package consort.ledger.audit.demonstration;
