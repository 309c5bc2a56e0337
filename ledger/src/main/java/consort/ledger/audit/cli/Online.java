package consort.ledger.audit.cli;

import consort.ledger.audit.Trust;
import consort.ledger.audit.replay.ReplayBlobs;
import consort.ledger.log.TileSource;
import java.util.function.Supplier;

/**
 * A ledger that whoever runs the commands has at hand.
 *
 * @param command by what they are called, as {@code consort member audit}
 * @param source asked for when a command reads the ledger; what it throws ends the command
 * @param models what of a round's replay can be had, asked for likewise
 * @param trust what the ledger must be, asked for likewise
 */
public record Online(String command, Supplier<TileSource> source, Supplier<ReplayBlobs> models, Supplier<Trust> trust) {
}
