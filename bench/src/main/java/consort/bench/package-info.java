/**
 * Programs that measure. Each measures, in the same run, what the machine would take for the bare work, and prints the ratio: a
 * figure in seconds says more about the machine than about the program. {@code bench/README.md} has the figures.
 */
package consort.bench;
