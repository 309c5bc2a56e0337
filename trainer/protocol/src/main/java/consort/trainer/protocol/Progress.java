package consort.trainer.protocol;

import java.util.OptionalLong;

/**
 * How far a running task is.
 *
 * @param step 0 to steps
 * @param lossMillionths the loss now, if the trainer told
 */
public record Progress(long step, long steps, OptionalLong lossMillionths) {
}
