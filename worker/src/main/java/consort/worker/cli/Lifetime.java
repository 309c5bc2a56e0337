package consort.worker.cli;

import consort.worker.folder.ConfigException;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** The {@code --hours} option of an invite. */
final class Lifetime {

    private static final int MAX_HOURS = 24 * 365;

    @Option(names = "--hours", paramLabel = "N", defaultValue = "168",
            description = "How long the invite can be used (default: ${DEFAULT-VALUE}).")
    private int hours;

    /** When an invite that is made now ends. */
    Instant end() {
        if (hours < 1 || hours > MAX_HOURS) {
            throw new ConfigException("--hours must be 1 to " + MAX_HOURS + ", not " + hours);
        }
        return Instant.now().plus(Duration.ofHours(hours));
    }
}
