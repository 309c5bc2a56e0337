package consort.worker.metering;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On this very machine, whatever counters it has. */
@Timeout(600)
class TaskMeterTest {

    private static final long ENOUGH_MILLIS = 200;

    @TempDir
    private Path folder;

    private SiteMeters site() throws IOException {
        return SiteMeters.find(new DevicePseudonyms(folder, Optional.empty()), 1, new Powercap(Powercap.SYSTEM), Optional.empty(), Map.of());
    }

    @Test
    void countsTheProcessorTimeOfAChildOfTheTrainerAndNoMoreThanThereIs() throws IOException, InterruptedException {
        long startedNanos = System.nanoTime();
        TaskMeter.Reading[] reading = new TaskMeter.Reading[1];
        Process trainer = new ProcessBuilder("/bin/sh", "-c", "(while :; do :; done) & wait").start();
        try {
            reading[0] = site().meter().begin(() -> OptionalLong.of(trainer.pid()));
            long used = 0;
            while (used < ENOUGH_MILLIS) {
                Thread.sleep(50);
                used = new OshiProcessTimes().cpuMillis(trainer.pid()).values().stream().mapToLong(Long::longValue).sum();
            }
            Thread.sleep(1_000);
            Meters meters = reading[0].end();
            long mostMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos) * Runtime.getRuntime().availableProcessors();
            assertThat(meters.cpuMillis().orElseThrow()).isPositive().isLessThanOrEqualTo(2 * mostMillis + 1_000);
            assertThat(meters.gpuMillijoules()).as("no GPU was looked for").isEmpty();
            assertThat(meters.cpuMillijoules().isPresent()).isEqualTo(Files.isReadable(Powercap.SYSTEM.resolve("intel-rapl:0/energy_uj")));
        } finally {
            trainer.descendants().forEach(ProcessHandle::destroyForcibly);
            trainer.destroyForcibly();
        }
    }

    @Test
    void whatRanBeforeTheTaskDoesNotCountAndATrainerThatNeverStartedIsAbsent() throws IOException {
        TaskMeter meter = new TaskMeter(root -> Map.of(root, 5_000L), EnergyCounters.NONE, EnergyCounters.NONE);
        assertThat(meter.begin(() -> OptionalLong.of(1)).end()).isEqualTo(
                new Meters(OptionalLong.of(0), OptionalLong.empty(), OptionalLong.empty()));
        assertThat(site().meter().begin(OptionalLong::empty).end().cpuMillis()).isEmpty();
    }

    @Test
    void aDeviceWithoutANameHasAPseudonymAndNoRatedPower() throws IOException {
        assertThat(site().deviceIds()).hasSize(1);
        if (!Files.exists(Powercap.SYSTEM.resolve("intel-rapl:0"))) {
            assertThat(site().ratedMilliwatts()).isEmpty();
        }
    }
}
