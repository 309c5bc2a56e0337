/** The commands of {@code consort audit}. */
package consort.ledger.audit.cli;
