/** What one organization lent, is owed and owes in one period, from the entries themselves, for its treasurer to read. */
package consort.ledger.audit.statement;
