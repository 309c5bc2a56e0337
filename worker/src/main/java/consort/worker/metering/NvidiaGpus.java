package consort.worker.metering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The GPUs that a site lends, where they are known. */
final class NvidiaGpus implements EnergyCounters {

    static final String LIBRARY = "libnvidia-ml.so.1";

    private static final long MICRO_OF_MILLI = 1000;

    private final Nvml nvml;
    private final List<Gpu> gpus;

    private record Gpu(int index, String uuid) {
    }

    private NvidiaGpus(Nvml nvml, List<Gpu> gpus) {
        this.nvml = nvml;
        this.gpus = List.copyOf(gpus);
    }

    /**
     * Those that trainers see, if they are as many as are lent: otherwise nobody can tell which are meant.
     *
     * @param visible CUDA_VISIBLE_DEVICES as trainers get it, with indexes or UUIDs; empty: they see all
     */
    static Optional<NvidiaGpus> lent(Nvml nvml, int devices, Optional<String> visible) {
        List<Gpu> all = new ArrayList<>();
        for (int index : IntStream.range(0, nvml.count().orElse(0)).toArray()) {
            nvml.uuid(index).ifPresent(uuid -> all.add(new Gpu(index, uuid)));
        }
        List<Gpu> seen = visible.map(names -> Arrays.stream(names.split(",")).map(String::strip)
                .flatMap(name -> all.stream().filter(gpu -> name.equals(Integer.toString(gpu.index)) || name.equals(gpu.uuid)))
                .distinct().toList()).orElse(all);
        return seen.size() == devices ? Optional.of(new NvidiaGpus(nvml, seen)) : Optional.empty();
    }

    /** What their maker calls them. */
    List<String> uuids() {
        return gpus.stream().map(Gpu::uuid).toList();
    }

    @Override
    public List<Counter> read() {
        List<Counter> counters = new ArrayList<>();
        for (Gpu gpu : gpus) {
            OptionalLong energy = nvml.energyMillijoules(gpu.index);
            if (energy.isEmpty()) {
                return List.of();
            }
            counters.add(new Counter(gpu.uuid, energy.getAsLong() * MICRO_OF_MILLI, Long.MAX_VALUE));
        }
        return counters;
    }

    @Override
    public OptionalLong ratedMilliwatts() {
        long sum = 0;
        for (Gpu gpu : gpus) {
            OptionalLong rated = nvml.ratedMilliwatts(gpu.index);
            if (rated.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += rated.getAsLong();
        }
        return OptionalLong.of(sum);
    }
}
