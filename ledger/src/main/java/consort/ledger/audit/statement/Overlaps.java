package consort.ledger.audit.statement;

import consort.ledger.entry.Limits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which claims were accepted on a device lately: what an overlapping one was cut for. It remembers no more of a device than the rule of
 * acceptance can tell apart, so memory follows the devices.
 */
final class Overlaps {

    /** As many as the rule tells apart, {@code Occupancy.MAX_GROUPS}. */
    private static final int MAX_WINDOWS = 32;

    private final Map<String, Deque<Window>> devices = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Window>> eldest) {
            return size() > Limits.MAX_BUSY_DEVICES_PER_ORGANIZATION;
        }
    };

    private record Window(long claim, long endMillis) {
    }

    /** The claim's work counts, somewhere until then, on these devices. */
    void accepted(long claim, List<String> ids, long endMillis) {
        for (String id : ids) {
            Deque<Window> windows = devices.computeIfAbsent(id, device -> new ArrayDeque<>());
            windows.add(new Window(claim, endMillis));
            if (windows.size() > MAX_WINDOWS) {
                windows.remove();
            }
        }
    }

    /** Claims whose work may have been going on after a lease began; the newest ones, in the order of their entries. */
    List<Long> since(List<String> ids, long startMillis) {
        List<Long> all = ids.stream().flatMap(id -> devices.getOrDefault(id, new ArrayDeque<>()).stream())
                .filter(window -> window.endMillis() > startMillis).map(Window::claim).distinct().sorted().toList();
        return all.subList(Math.max(0, all.size() - MAX_WINDOWS), all.size());
    }
}
