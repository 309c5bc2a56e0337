/**
 * The contract suite: what a trainer must do, as named checks that run against any command. {@code worker check --trainer}
 * runs it for people who write a trainer, JUnit for the trainers of this project.
 */
package consort.trainer.protocol.contract;
