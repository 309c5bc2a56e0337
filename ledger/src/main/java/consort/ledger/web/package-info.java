/**
 * A ledger's folder as a plain web server serves it, read file by file.
 *
 * <p>Nothing that comes over the network is believed, encrypted or not: what it is worth is found out by whoever reads it
 * ({@link consort.ledger.audit.Auditor}). What is told apart here is a server that has no such file, which is an answer, and one
 * from which no whole answer was had, which is none and says nothing about the ledger.
 */
package consort.ledger.web;
