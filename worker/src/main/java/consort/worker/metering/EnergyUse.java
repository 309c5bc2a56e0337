package consort.worker.metering;

import consort.worker.metering.EnergyCounters.Counter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Energy from the first look to the last. A counter must be looked at before it wraps twice. */
final class EnergyUse {

    private final Map<String, Counter> last = new HashMap<>();
    private long microjoules;
    private boolean whole;

    EnergyUse(List<Counter> first) {
        first.forEach(counter -> last.put(counter.name(), counter));
        whole = !first.isEmpty();
    }

    void look(List<Counter> now) {
        whole &= now.size() == last.size() && now.stream().allMatch(counter -> last.containsKey(counter.name()));
        if (whole) {
            now.forEach(counter -> microjoules += since(last.put(counter.name(), counter), counter));
        }
    }

    /** Empty when a counter was missing at any look, or went backwards. */
    OptionalLong millijoules() {
        return whole ? OptionalLong.of(microjoules / 1000) : OptionalLong.empty();
    }

    private long since(Counter before, Counter now) {
        if (now.microjoules() >= before.microjoules()) {
            return now.microjoules() - before.microjoules();
        }
        if (now.rangeMicrojoules() == Long.MAX_VALUE || now.rangeMicrojoules() < before.microjoules()) {
            whole = false;
            return 0;
        }
        return now.rangeMicrojoules() - before.microjoules() + now.microjoules();
    }
}
