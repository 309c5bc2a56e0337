/** Networks that fail as a test wants them to. */
package consort.fuzz.network;
