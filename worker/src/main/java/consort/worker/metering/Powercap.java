package consort.worker.metering;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The RAPL counters of processor packages, as Linux shows them under {@code /sys/class/powercap}
 * (Documentation/power/powercap/powercap.rst of the kernel). Only root can read them unless the machine's admin allowed it.
 */
final class Powercap implements EnergyCounters {

    static final Path SYSTEM = Path.of("/sys/class/powercap");

    private final List<Path> packages;

    /** @param folder {@link #SYSTEM}, if it is there at all */
    Powercap(Path folder) {
        this.packages = packages(folder);
    }

    @Override
    public List<Counter> read() {
        List<Counter> counters = new ArrayList<>();
        for (Path zone : packages) {
            OptionalLong energy = number(zone.resolve("energy_uj"));
            OptionalLong range = number(zone.resolve("max_energy_range_uj"));
            if (energy.isEmpty()) {
                return List.of();
            }
            counters.add(new Counter(zone.getFileName().toString(), energy.getAsLong(), range.orElse(Long.MAX_VALUE)));
        }
        return counters;
    }

    @Override
    public OptionalLong ratedMilliwatts() {
        long microwatts = 0;
        for (Path zone : packages) {
            OptionalLong most = number(zone.resolve("constraint_0_max_power_uw"));
            if (most.orElse(0) <= 0) {
                return OptionalLong.empty();
            }
            microwatts += most.getAsLong();
        }
        return microwatts == 0 ? OptionalLong.empty() : OptionalLong.of(microwatts / 1000);
    }

    /** Zones of whole packages: parts of them count within them, and a platform's zone counts them again. */
    private static List<Path> packages(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> zones = Files.newDirectoryStream(folder, "intel-rapl:*")) {
            for (Path zone : zones) {
                if (zone.getFileName().toString().matches("intel-rapl:[0-9]+")
                        && Files.readString(zone.resolve("name")).startsWith("package")) {
                    found.add(zone);
                }
            }
        } catch (IOException absent) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    private static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException absent) {
            return OptionalLong.empty();
        }
    }
}
