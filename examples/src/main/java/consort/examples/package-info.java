/** Runnable examples on real data; nothing else in the project depends on them. */
package consort.examples;
