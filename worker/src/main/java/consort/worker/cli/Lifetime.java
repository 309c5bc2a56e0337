package consort.worker.cli;

import consort.settings.Durations;
import consort.worker.folder.ConfigException;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** The {@code --expires} option of an invite. */
final class Lifetime {

    private static final Duration MAX = Duration.ofDays(365);

    @Option(names = "--expires", paramLabel = "DURATION", defaultValue = "7d",
            description = "how long the invite can be used, as 7d, 12h or PT30M (default: ${DEFAULT-VALUE})")
    private String expires;

    /** When an invite that is made now ends. */
    Instant end() {
        try {
            Duration duration = Durations.parse(expires);
            if (duration.compareTo(MAX) <= 0) {
                return Instant.now().plus(duration);
            }
        } catch (IllegalArgumentException unfit) {
            throw new ConfigException("--expires: " + unfit.getMessage());
        }
        throw new ConfigException("--expires must be at most " + MAX.toDays() + "d, not " + expires);
    }
}
