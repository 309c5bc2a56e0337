package consort.coordinator.core;

import java.time.Duration;

/**
 * When workers are asked to do a benchmark again.
 *
 * @param permille of train tasks after which their worker is asked, at random
 * @param leastAgeMillis how old its last benchmark is then at least
 * @param answerMillis within which it is to be entered
 */
public record MeasuringPolicy(int permille, long leastAgeMillis, long answerMillis) {

    /** Nobody is asked. */
    public static final MeasuringPolicy NEVER = new MeasuringPolicy(0, 0, 1);

    /** After every hundredth task, not twice in an hour; the quarter of an hour is far more than a benchmark takes. */
    public static final MeasuringPolicy DEFAULT =
            new MeasuringPolicy(10, Duration.ofHours(1).toMillis(), Duration.ofMinutes(15).toMillis());
}
