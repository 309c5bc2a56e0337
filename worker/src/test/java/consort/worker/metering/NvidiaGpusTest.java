package consort.worker.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import consort.worker.metering.EnergyCounters.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a library that has NVML's functions and two GPUs, built here: so no GPU is needed, but a C compiler is. */
class NvidiaGpusTest {

    private static final String TWO_GPUS = """
            #include <stdio.h>
            #include <string.h>
            static int gpus[2] = {0, 1};
            static unsigned long long energy = 5000;
            int nvmlInit_v2(void) { return 0; }
            int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
            int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) {
              if (index > 1) return 2;
              *device = &gpus[index];
              return 0;
            }
            int nvmlDeviceGetUUID(void *device, char *uuid, unsigned length) {
              return snprintf(uuid, length, "GPU-%d", *(int *) device) > 0 ? 0 : 7;
            }
            int nvmlDeviceGetTotalEnergyConsumption(void *device, unsigned long long *millijoules) {
              *millijoules = energy + *(int *) device;
              energy += 10;
              return 0;
            }
            int nvmlDeviceGetPowerManagementDefaultLimit(void *device, unsigned *milliwatts) {
              *milliwatts = 250000 + *(int *) device * 50000;
              return 0;
            }
            """;

    @TempDir
    private static Path folder;
    private static Nvml nvml;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("nvml.c"), TWO_GPUS);
        Path library = folder.resolve("libtwo.so");
        try {
            Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                    .inheritIO().start();
            assumeTrue(compiler.waitFor() == 0, "cc does not build a shared library here");
        } catch (IOException missing) {
            assumeTrue(false, "there is no C compiler cc here");
        }
        nvml = Nvml.load(library.toString()).orElseThrow();
    }

    @Test
    void readsEnergyAndRatedPowerOfAllThatAreLent() {
        NvidiaGpus gpus = NvidiaGpus.lent(nvml, 2, Optional.empty()).orElseThrow();
        List<Counter> first = gpus.read();
        assertThat(first).extracting(Counter::name).containsExactly("GPU-0", "GPU-1");
        EnergyUse use = new EnergyUse(first);
        use.look(gpus.read());
        assertThat(use.millijoules()).as("two looks at each of two").hasValue(40);
        assertThat(gpus.ratedMilliwatts()).hasValue(550_000);
    }

    @Test
    void gpusAreThoseThatTrainersSeeOrNone() {
        assertThat(NvidiaGpus.lent(nvml, 1, Optional.of("1")).orElseThrow().uuids()).containsExactly("GPU-1");
        assertThat(NvidiaGpus.lent(nvml, 1, Optional.of(" GPU-0 ")).orElseThrow().uuids()).containsExactly("GPU-0");
        assertThat(NvidiaGpus.lent(nvml, 1, Optional.empty())).as("one of two, nobody knows which").isEmpty();
        assertThat(NvidiaGpus.lent(nvml, 1, Optional.of("7"))).isEmpty();
        assertThat(NvidiaGpus.lent(nvml, 3, Optional.empty())).isEmpty();
    }

    @Test
    void workersOfOneUserKnowAGpuByOneName() throws IOException {
        Path shared = folder.resolve("user/state/consort");
        SiteMeters first = site("w1", shared);
        SiteMeters second = site("w2", shared);
        assertThat(first.deviceIds()).hasSize(2).isEqualTo(second.deviceIds()).isSorted();
        assertThat(first.ratedMilliwatts()).hasValue(275_000);
        assertThat(site("w3", folder.resolve("other-user")).deviceIds()).doesNotContainAnyElementsOf(first.deviceIds());
    }

    @Test
    void aLibraryThatIsMissingOrLacksFunctionsIsNone() {
        assertThat(Nvml.load("libno-such-library.so.9")).isEmpty();
        assertThat(Nvml.load("libc.so.6")).isEmpty();
    }

    private static SiteMeters site(String worker, Path shared) throws IOException {
        Path own = Files.createDirectories(folder.resolve(worker));
        return SiteMeters.find(new DevicePseudonyms(own, Optional.of(shared)), 2, new Powercap(folder.resolve("none")),
                Optional.of(nvml), Map.of());
    }
}
