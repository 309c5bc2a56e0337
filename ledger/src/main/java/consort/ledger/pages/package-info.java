/**
 * Where what a state remembers of every entry stands outside the heap: {@link consort.ledger.pages.TemporaryPages}, for audits and for
 * the coordinator.
 */
package consort.ledger.pages;
