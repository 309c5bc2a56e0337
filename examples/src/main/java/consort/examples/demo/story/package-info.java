/**
 * The run as the ledger tells it. The demo learns nothing from the coordinator that a member's copy of the ledger would
 * not tell as well: rounds, who trains, losses, accuracies and the bill are read from its entries.
 */
package consort.examples.demo.story;
