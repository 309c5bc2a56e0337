package consort.worker.metering;

import consort.ledger.entry.CharterDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be metered at this site, and by which names its devices are known.
 *
 * @param meter of its tasks
 * @param deviceIds pseudonyms of the devices it lends, in ascending order
 * @param ratedMilliwatts what one of them draws at most, its part of the processors included; empty: nobody says so
 */
public record SiteMeters(TaskMeter meter, List<String> deviceIds, OptionalLong ratedMilliwatts) {

    private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

    public SiteMeters {
        deviceIds = List.copyOf(deviceIds);
    }

    /**
     * Looks for counters where the charter wants to know of them.
     *
     * @param folder the worker's, where secrets of pseudonyms may stand
     * @param devices how many it lends
     * @throws IOException when pseudonyms can be kept nowhere
     */
    public static Optional<SiteMeters> agreed(CharterDocument charter, Path folder, int devices) throws IOException {
        return charter.metering().isPresent() ? Optional.of(find(folder, devices, System.getenv())) : Optional.empty();
    }

    /**
     * Looks for counters.
     *
     * @param folder the worker's, where secrets of pseudonyms may stand
     * @param devices how many it lends
     * @param environment what trainers are started with
     * @throws IOException when pseudonyms can be kept nowhere
     */
    static SiteMeters find(Path folder, int devices, Map<String, String> environment) throws IOException {
        return find(new DevicePseudonyms(folder, DevicePseudonyms.userFolder()), devices, new Powercap(Powercap.SYSTEM),
                Nvml.load(NvidiaGpus.LIBRARY), environment);
    }

    static SiteMeters find(DevicePseudonyms pseudonyms, int devices, EnergyCounters processors, Optional<Nvml> nvml,
            Map<String, String> environment) throws IOException {
        Optional<NvidiaGpus> gpus = nvml.flatMap(library ->
                NvidiaGpus.lent(library, devices, Optional.ofNullable(environment.get(VISIBLE))));
        List<String> ids = gpus.isPresent() ? pseudonyms.ofGpus(gpus.get().uuids()) : pseudonyms.ofNameless(devices);
        return new SiteMeters(new TaskMeter(new OshiProcessTimes(), processors, gpus.map(EnergyCounters.class::cast)
                .orElse(EnergyCounters.NONE)), ids, rated(processors, gpus, devices));
    }

    private static OptionalLong rated(EnergyCounters processors, Optional<NvidiaGpus> gpus, int devices) {
        OptionalLong processor = processors.ratedMilliwatts();
        OptionalLong gpu = gpus.isPresent() ? gpus.get().ratedMilliwatts() : OptionalLong.empty();
        boolean unknown = gpus.isPresent() && gpu.isEmpty() || processor.isEmpty() && !processors.read().isEmpty();
        long sum = processor.orElse(0) + gpu.orElse(0);
        return unknown || sum == 0 ? OptionalLong.empty() : OptionalLong.of(Math.ceilDiv(sum, devices));
    }
}
