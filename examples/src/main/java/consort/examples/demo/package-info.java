/**
 * {@code consort demo}: a consortium on one machine, as separate processes with their own keys and folders, through the
 * commands a user would type.
 *
 * <p>The demo's own process trains nothing and signs nothing, with one exception that it announces: to show what an audit
 * catches, it uses the operator's log key to forge a bill.
 */
package consort.examples.demo;
