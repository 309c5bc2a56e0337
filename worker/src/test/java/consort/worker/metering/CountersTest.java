package consort.worker.metering;

import static org.assertj.core.api.Assertions.assertThat;

import consort.worker.metering.EnergyCounters.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersTest {

    @TempDir
    private Path folder;

    private static List<Counter> rapl(long microjoules) {
        return List.of(new Counter("package-0", microjoules, 1_000_000));
    }

    @Test
    void aProcessTreeCountsFromTheFirstLookWithWhatCameLaterAndWithWhatEnded() {
        TreeTime time = new TreeTime(Map.of(1L, 500L));
        time.look(Map.of(1L, 600L, 2L, 30L));
        time.look(Map.of(1L, 650L, 2L, 90L, 3L, 5L));
        time.look(Map.of(1L, 700L, 3L, 6L));
        assertThat(time.usedMillis()).hasValue(200 + 90 + 6);
    }

    @Test
    void aNumberThatIsGivenToAnotherProcessCountsFromItsBeginning() {
        TreeTime time = new TreeTime(Map.of());
        time.look(Map.of(7L, 900L));
        time.look(Map.of(7L, 10L));
        assertThat(time.usedMillis()).hasValue(910);
    }

    @Test
    void aTreeThatNobodySawIsAbsentNotIdle() {
        TreeTime time = new TreeTime(Map.of());
        time.look(Map.of());
        assertThat(time.usedMillis()).isEmpty();
    }

    @Test
    void energyIsTheDifferenceEvenWhenACounterBeginsAgain() {
        EnergyUse use = new EnergyUse(rapl(900_000));
        use.look(rapl(950_000));
        use.look(rapl(50_000));
        assertThat(use.millijoules()).hasValue(150);
    }

    @Test
    void aCounterThatFailsOnceOrGoesBackIsAbsent() {
        EnergyUse failing = new EnergyUse(rapl(1));
        failing.look(List.of());
        failing.look(rapl(2));
        assertThat(failing.millijoules()).isEmpty();
        EnergyUse back = new EnergyUse(List.of(new Counter("gpu", 9, Long.MAX_VALUE)));
        back.look(List.of(new Counter("gpu", 8, Long.MAX_VALUE)));
        assertThat(back.millijoules()).isEmpty();
        assertThat(new EnergyUse(List.of()).millijoules()).isEmpty();
    }

    @Test
    void readsThePackagesOfPowercapAndNothingTwice() throws IOException {
        zone("intel-rapl:0", "package-0", "100", "65000000");
        zone("intel-rapl:1", "package-1", "7", "65000000");
        zone("intel-rapl:2", "psys", "999", "65000000");
        zone("intel-rapl:0:0", "core", "60", "0");
        Powercap powercap = new Powercap(folder);
        assertThat(powercap.read()).containsExactly(new Counter("intel-rapl:0", 100, 262_143_328_850L),
                new Counter("intel-rapl:1", 7, 262_143_328_850L));
        assertThat(powercap.ratedMilliwatts()).hasValue(130_000);
    }

    @Test
    void powercapThatIsNotThereOrCannotBeReadIsAbsent() throws IOException {
        assertThat(new Powercap(folder.resolve("none")).read()).isEmpty();
        assertThat(new Powercap(folder.resolve("none")).ratedMilliwatts()).isEmpty();
        zone("intel-rapl:0", "package-0", "100", "0");
        zone("intel-rapl:1", "package-1", "100", "65000000");
        Files.delete(folder.resolve("intel-rapl:1/energy_uj"));
        Powercap half = new Powercap(folder);
        assertThat(half.read()).as("a part is no whole").isEmpty();
        assertThat(half.ratedMilliwatts()).isEqualTo(OptionalLong.empty());
    }

    private void zone(String name, String what, String microjoules, String maxMicrowatts) throws IOException {
        Path zone = Files.createDirectories(folder.resolve(name));
        Files.writeString(zone.resolve("name"), what + "\n");
        Files.writeString(zone.resolve("energy_uj"), microjoules + "\n");
        Files.writeString(zone.resolve("max_energy_range_uj"), "262143328850\n");
        Files.writeString(zone.resolve("constraint_0_max_power_uw"), maxMicrowatts + "\n");
    }
}
