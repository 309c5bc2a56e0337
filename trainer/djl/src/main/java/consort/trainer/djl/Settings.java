package consort.trainer.djl;

import java.util.Map;

/**
 * What a job may set; other settings are ignored.
 *
 * @param batchSize {@code batchSize}, 1 to 4096, 32 if not set
 * @param learningRate {@code learningRateMicros} / 10^6, 0.02 if not set
 * @param momentum {@code momentumMicros} / 10^6, 0.9 if not set
 */
record Settings(int batchSize, float learningRate, float momentum) {

    private static final long MICROS = 1_000_000;

    static Settings of(Map<String, Long> settings) {
        return new Settings((int) within(settings, "batchSize", 32, 1, 4096),
                (float) within(settings, "learningRateMicros", 20_000, 0, 100 * MICROS) / MICROS,
                (float) within(settings, "momentumMicros", 900_000, 0, MICROS - 1) / MICROS);
    }

    private static long within(Map<String, Long> settings, String name, long otherwise, long least, long most) {
        long value = settings.getOrDefault(name, otherwise);
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "the setting " + name + " must be " + least + " to " + most + " but is " + value);
        }
        return value;
    }
}
