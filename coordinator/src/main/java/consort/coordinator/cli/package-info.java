/**
 * The {@code consort coordinator} commands.
 *
 * <p>{@code init} and {@code serve} work on the coordinator's folder; the others are clients that speak to the running
 * coordinator over its one port, with the operator's certificate from that folder. Whatever a person did wrong ends in one
 * sentence and a numbered exit code ({@link consort.coordinator.cli.ExitCode}).
 */
package consort.coordinator.cli;
