/** The architecture's invariants as tests: module directions, and purity of what decides. */
package consort.examples.architecture;
