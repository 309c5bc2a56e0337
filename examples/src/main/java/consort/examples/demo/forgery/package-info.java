/** Copies of a ledger with one wrong cent: what an audit is for. */
package consort.examples.demo.forgery;
