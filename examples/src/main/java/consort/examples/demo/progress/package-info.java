/**
 * What the user sees while the demo runs: a block that is drawn again on a terminal, plain lines elsewhere (in a pipe, in
 * CI, with {@code --json}).
 */
package consort.examples.demo.progress;
