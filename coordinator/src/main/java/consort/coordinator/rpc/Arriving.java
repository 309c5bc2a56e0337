package consort.coordinator.rpc;

/**
 * Whether bytes of a message come, judged by looks at even intervals. Time in which nobody looked counts against no peer: neither while
 * nobody else needs the memory, nor while this process stood still. Not thread-safe.
 */
final class Arriving {

    /** From one look to the next. */
    static final long LOOK_NANOS = 125_000_000;
    /** Who waited for its turn has sent ahead what its window takes, so something comes at once. */
    private static final int FIRST_LOOKS = 4;
    /** What counts as something: a byte now and then does not. */
    private static final int LEAST_BYTES = 4 << 10;
    /** Afterwards a frame, which is how bytes come, in four seconds. */
    private static final int PACE_LOOKS = 32;
    private static final int PACE_BYTES = 64 << 10;

    private long bytes;
    private long countedBytes;
    private int looks;
    private boolean begun;

    /** None of it has come yet. */
    void begin() {
        bytes = 0;
        judgeAnew();
    }

    /** What comes from now on is judged as if it were the first of the message. */
    void judgeAnew() {
        countedBytes = bytes;
        looks = 0;
        begun = false;
    }

    void came(long more) {
        bytes += more;
    }

    /** So far. */
    long bytes() {
        return bytes;
    }

    /** Since it was last judged. */
    boolean hasBegun() {
        return bytes - countedBytes >= LEAST_BYTES;
    }

    /** For how many looks nothing was judged. */
    int looks() {
        return looks;
    }

    void looked() {
        looks++;
    }

    /** Whether it came too slowly for its memory to be kept. */
    boolean isIdle() {
        if (looks < (begun ? PACE_LOOKS : FIRST_LOOKS)) {
            return false;
        }
        boolean idle = begun ? bytes - countedBytes < PACE_BYTES : !hasBegun();
        judgeAnew();
        begun = true;
        return idle;
    }
}
