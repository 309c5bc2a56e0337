package consort.worker.metering;

import java.util.List;
import java.util.OptionalLong;

/** Energy of some devices. Not assumed: that a counter is there, that it stays readable, or that it begins at 0. */
interface EnergyCounters {

    /** No counter. */
    EnergyCounters NONE = new EnergyCounters() {
        @Override
        public List<Counter> read() {
            return List.of();
        }

        @Override
        public OptionalLong ratedMilliwatts() {
            return OptionalLong.empty();
        }
    };

    /**
     * What one counter shows.
     *
     * @param name which one, the same at every look
     * @param microjoules since it began at 0
     * @param rangeMicrojoules after which it begins at 0 again; {@link Long#MAX_VALUE}: it does not
     */
    record Counter(String name, long microjoules, long rangeMicrojoules) {
    }

    /** All of them, or none when one cannot be read: a part would pass for the whole. */
    List<Counter> read();

    /** What the devices draw together at most by their makers; empty when one does not say so. */
    OptionalLong ratedMilliwatts();
}
