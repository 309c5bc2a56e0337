package consort.worker.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.preflight.Finding.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a machine lacks, each lack made. */
class MachineChecksTest {

    private static final long GIB = 1L << 30;
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} s ahead: {1}")
    @CsvSource({"0, OK", "60, OK", "-60, OK", "61, PROBLEM", "-61, PROBLEM", "86400, PROBLEM"})
    void aClockMayDifferByAMinute(long seconds, Verdict verdict) {
        ClockCheck check = new ClockCheck(InstantSource.fixed(NOON.plusSeconds(seconds)), () -> Optional.of(NOON));

        Finding found = check.look();

        assertThat(found.verdict()).isEqualTo(verdict);
        if (verdict == Verdict.PROBLEM) {
            assertThat(found.text()).contains(Math.abs(seconds) + " s " + (seconds > 0 ? "ahead of" : "behind") + " the coordinator's");
            assertThat(found.fix()).contains("NTP");
        }
    }

    @Test
    void aCoordinatorThatTellsNoTimeLeavesTheClockUnknown() {
        assertThat(new ClockCheck(InstantSource.fixed(NOON), Optional::empty).look().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void theDiskMustHoldWhatLimitsAllowAndDoNotUseYet() throws Exception {
        Files.createDirectories(folder.resolve("cache"));
        Files.write(folder.resolve("cache/model"), new byte[1 << 20]);
        WorkerConfig.Limits limits = new WorkerConfig.Limits(10 * GIB, GIB, 2 * GIB);

        Finding full = disk(FakeMachine.withDisk(13 * GIB - (2 << 20)), limits);
        assertThat(full.verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(full.text()).contains("12.9 GiB free", "9.9 GiB of models kept", "1 GiB for one in training", "2 GiB for an update");
        assertThat(full.fix()).contains("lower cacheBytes");
        assertThat(disk(FakeMachine.withDisk(13 * GIB - (1 << 20)), limits).verdict()).isEqualTo(Verdict.OK);
        assertThat(disk(FakeMachine.NOTHING_KNOWN, limits).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void memoryMustDoForTheWorkerItself() {
        assertThat(new MemoryCheck(FakeMachine.withMemory(8 * GIB)).look().verdict()).isEqualTo(Verdict.OK);
        Finding little = new MemoryCheck(FakeMachine.withMemory(300L << 20)).look();
        assertThat(little.verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(little.text()).startsWith("300 MiB available; the worker itself needs 512 MiB");
        assertThat(new MemoryCheck(FakeMachine.NOTHING_KNOWN).look().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void devicesAreCountedWhereNvidiaSmiCounts() {
        assertThat(devices(FakeMachine.NOTHING_KNOWN, 1).verdict()).as("a CPU").isEqualTo(Verdict.OK);
        assertThat(devices(FakeMachine.NOTHING_KNOWN, 4).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(devices(FakeMachine.withGpus(4, ""), 4).verdict()).isEqualTo(Verdict.OK);
        Finding fewer = devices(FakeMachine.withGpus(3, ""), 4);
        assertThat(fewer.verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(fewer.text()).isEqualTo("worker.yaml lends 4; nvidia-smi lists 3");
        assertThat(devices(FakeMachine.withGpus(0, "no driver"), 1).text()).contains("nvidia-smi fails: no driver");
    }

    @Test
    void thisMachineSaysWhatItHas() {
        LocalMachine here = new LocalMachine(Map.of("PATH", folder.toString()));
        assertThat(here.nvidia()).isEmpty();
        assertThat(here.usableBytes(folder.resolve("not/there/yet"))).isNotEmpty();
        assertThat(here.availableMemoryBytes()).isNotEmpty();
    }

    @Test
    void whatAFolderOffersMustBeThere() throws Exception {
        Files.writeString(folder.resolve("worker.yaml"), """
                isolation: none
                trainers: { cnn: { command: [ no-such-program ] } }
                data: { train: nowhere }
                """);
        PartyFolder party = new PartyFolder(folder);

        assertThat(new TrainersCheck(party, Map.of("PATH", folder.toString())).look().text()).contains("no program \"no-such-program\"");
        assertThat(new DataCheck(party).look().text()).contains("cannot be read: train (" + folder.resolve("nowhere") + ")");
        assertThat(new IsolationCheck(party, Map.of()).look().verdict()).isEqualTo(Verdict.OK);

        Files.writeString(folder.resolve("worker.yaml"), "isolation: required\n");
        assertThat(new TrainersCheck(party, Map.of()).look().text()).contains("offers no trainer");
        assertThat(new DataCheck(party).look().text()).contains("offers no data");
        Finding open = new IsolationCheck(party, Map.of("PATH", folder.toString())).look();
        assertThat(open.verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(open.text()).contains("says required", "bubblewrap is not installed");
    }

    private Finding disk(Machine machine, WorkerConfig.Limits limits) {
        return new DiskCheck(machine, new PartyFolder(folder), () -> limits).look();
    }

    private static Finding devices(Machine machine, int lent) {
        return new DevicesCheck(machine, () -> lent).look();
    }
}
