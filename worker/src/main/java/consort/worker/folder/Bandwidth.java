package consort.worker.folder;

import consort.settings.Settings;

/**
 * What transfers of models and updates may take of the line; 0: all.
 *
 * @param upBytesPerSecond to the coordinator
 * @param downBytesPerSecond from it
 */
public record Bandwidth(long upBytesPerSecond, long downBytesPerSecond) {

    public static final Bandwidth UNLIMITED = new Bandwidth(0, 0);

    /** A part of a transfer has 1 MiB; slower than this, one would take longer than the other side waits for it. */
    private static final long LEAST = 64 << 10;

    static Bandwidth read(Settings yaml) {
        yaml.knows("upBytesPerSecond", "downBytesPerSecond");
        return new Bandwidth(rate(yaml, "upBytesPerSecond"), rate(yaml, "downBytesPerSecond"));
    }

    private static long rate(Settings yaml, String name) {
        long rate = yaml.bytes(name, 0);
        if (rate != 0 && rate < LEAST) {
            throw yaml.error(name, "is " + rate + "; it must be at least 64 KiB, or absent");
        }
        return rate;
    }
}
