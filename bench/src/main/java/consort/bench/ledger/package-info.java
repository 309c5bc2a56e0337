/**
 * The ledger's speed. What is measured is a coordinator's core, loop and log over a real folder, without a network: claims
 * come from workers whose keys are at hand, and were signed before the clock runs.
 */
package consort.bench.ledger;
