/// Tests of isolation, with a trainer that tries to get out.
package consort.trainer.protocol.isolation;
