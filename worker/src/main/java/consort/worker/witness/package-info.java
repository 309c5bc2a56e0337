/**
 * An organization's witness: it remembers the newest checkpoint of the log that it saw, and cosigns only what continues it. Its key and
 * memory stand in the organization's folder, or in that of its worker which is the witness: {@code keys/witness.key} and {@code witness/}.
 */
package consort.worker.witness;
