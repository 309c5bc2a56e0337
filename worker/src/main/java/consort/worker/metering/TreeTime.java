package consort.worker.metering;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Processor time of a process tree from one look to the last. Of a process that ended, what the last look saw counts; of one that
 * came and went between two looks, nothing. So the sum is at most what was used.
 */
final class TreeTime {

    private final Map<Long, Long> seen = new HashMap<>();
    private long usedMillis;
    private boolean looked;

    /** @param before processes that lived when the count began; what they had used does not count */
    TreeTime(Map<Long, Long> before) {
        seen.putAll(before);
    }

    void look(Map<Long, Long> now) {
        looked |= !now.isEmpty();
        now.forEach((process, millis) -> {
            long last = seen.getOrDefault(process, 0L);
            // Less than before: the number was given to another process.
            usedMillis += millis >= last ? millis - last : millis;
        });
        seen.keySet().retainAll(now.keySet());
        seen.putAll(now);
    }

    /** Empty when no look saw anything. */
    OptionalLong usedMillis() {
        return looked ? OptionalLong.of(usedMillis) : OptionalLong.empty();
    }
}
