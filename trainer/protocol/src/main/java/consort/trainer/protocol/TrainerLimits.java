package consort.trainer.protocol;

import java.time.Duration;

/**
 * What a trainer may use up before it is killed.
 *
 * @param helloTimeout from the start of the process to its hello; loading a framework counts
 * @param cancelGrace from a cancel to the answer
 * @param closeGrace from closing the socket to the end of the process
 * @param maxLogBytes of standard output and error per task
 * @param keptLogBytes of them that stay on disk, oldest dropped
 * @param maxSpareMessages progress messages per task beyond one a step
 */
public record TrainerLimits(Duration helloTimeout, Duration cancelGrace, Duration closeGrace, long maxLogBytes,
        long keptLogBytes, int maxSpareMessages) {

    /** For real trainers: a minute to say hello, 16 MiB of log a task, 8 MiB of it kept. */
    public static final TrainerLimits DEFAULT = new TrainerLimits(Duration.ofSeconds(60), Duration.ofSeconds(5),
            Duration.ofSeconds(5), 16L << 20, 8L << 20, 1000);
}
