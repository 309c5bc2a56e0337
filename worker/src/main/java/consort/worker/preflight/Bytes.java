package consort.worker.preflight;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts of bytes for people, as {@code worker.yaml} writes them. */
final class Bytes {

    private Bytes() {
    }

    static String text(long bytes) {
        return bytes >= 1L << 30 ? in(bytes, 30) + " GiB" : in(bytes, 20) + " MiB";
    }

    /** Rounded down: what is free is not overstated. */
    private static String in(long bytes, int shift) {
        return new BigDecimal(bytes).divide(new BigDecimal(1L << shift), 1, RoundingMode.DOWN).stripTrailingZeros().toPlainString();
    }
}
