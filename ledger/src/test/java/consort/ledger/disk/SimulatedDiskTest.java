package consort.ledger.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.InjectedFaultException;
import consort.ledger.disk.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SimulatedDiskTest extends DiskContract {

    @Override
    protected Disk disk() {
        return new SimulatedDisk(new SplittableRandom(1));
    }

    @Test
    void whatTheContractCallsDurableSurvivesTheMachine() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
            disk.create("created", bytes("c"));
            disk.replace("replaced", bytes("old"));
            disk.replace("replaced", bytes("new"));
            disk.create("from", bytes("moved"));
            disk.rename("from", "to");
            Disk.Appender appender = disk.append("synced");
            appender.write(ByteBuffer.wrap(bytes("kept")));
            appender.sync();
            appender.write(ByteBuffer.wrap(bytes(" or not")));
            disk.create("cut", bytes("0123"));
            disk.truncate("cut", 2);
            disk.loseMachine();
            assertThat(text(disk, "created")).as("seed %s", seed).isEqualTo("c");
            assertThat(text(disk, "replaced")).as("seed %s", seed).isEqualTo("new");
            assertThat(text(disk, "to")).as("seed %s", seed).isEqualTo("moved");
            assertThat(disk.exists("from")).as("seed %s", seed).isFalse();
            assertThat(text(disk, "synced")).as("seed %s", seed).startsWith("kept");
            assertThat(text(disk, "cut")).as("seed %s", seed).isEqualTo("01");
        }
    }

    @Test
    void whatIsNotDurableVanishesStaysOrTears() throws IOException {
        TreeSet<Long> sizes = new TreeSet<>();
        TreeSet<Boolean> deletedIsBack = new TreeSet<>();
        boolean torn = false;
        for (int seed = 0; seed < 50; seed++) {
            SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
            disk.create("deleted", bytes("x"));
            disk.delete("deleted");
            byte[] written = new byte[3000];
            Arrays.fill(written, (byte) 'x');
            disk.append("f").write(ByteBuffer.wrap(written));
            disk.loseMachine();
            deletedIsBack.add(disk.exists("deleted"));
            sizes.add(disk.exists("f") ? disk.size("f") : -1L);
            torn |= disk.exists("f") && text(disk, "f").contains("\0") && text(disk, "f").contains("x");
        }
        assertThat(sizes).contains(-1L, 0L, 3000L).hasSizeGreaterThan(5);
        assertThat(deletedIsBack).containsExactly(false, true);
        assertThat(torn).isTrue();
    }

    @Test
    void theDeathOfAProcessKeepsBytesReadableAndFreesLocks() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        Disk.Lock ofTheDead = disk.lock("lock");
        Disk.Appender appender = disk.append("f");
        appender.write(ByteBuffer.wrap(bytes("read me")));
        disk.loseProcess();
        assertThat(text(disk, "f")).isEqualTo("read me");
        assertThatThrownBy(() -> appender.write(ByteBuffer.wrap(bytes("x")))).isInstanceOf(IOException.class);
        disk.lock("lock");
        ofTheDead.close();
        assertThatThrownBy(() -> disk.lock("lock")).isInstanceOf(LockedException.class);
    }

    @Test
    void injectsFaultsBeforeAfterAndMidway() throws IOException {
        for (Faults.Outcome outcome : Faults.Outcome.values()) {
            SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
            disk.inject((number, operation, path) -> outcome);
            if (outcome == Faults.Outcome.SUCCEED || outcome == Faults.Outcome.SUCCEED_BUT_LOSE) {
                disk.create("f", bytes("x"));
            } else {
                assertThatThrownBy(() -> disk.create("f", bytes("x"))).isInstanceOf(InjectedFaultException.class);
            }
            assertThat(disk.exists("f")).isEqualTo(outcome != Faults.Outcome.FAIL);
            assertThat(disk.operations()).isOne();
        }
    }

    @Test
    void whatAMediumLiedOfIsThereUntilThePowerFails() throws IOException {
        TreeSet<Long> sizes = new TreeSet<>();
        for (int seed = 0; seed < 50; seed++) {
            SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
            disk.create("f", bytes("x"));
            disk.inject((number, operation, path) -> Faults.Outcome.SUCCEED_BUT_LOSE);
            Disk.Appender appender = disk.append("f");
            appender.write(ByteBuffer.wrap(bytes("y")));
            appender.sync();
            assertThat(disk.size("f")).as("seed %s", seed).isEqualTo(2);
            disk.loseMachine();
            sizes.add(disk.size("f"));
        }
        assertThat(sizes).as("lost, and kept by chance").contains(1L, 2L);
    }

    @Test
    void anAppenderRefusesEverythingAfterAFailedSync() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        Disk.Appender appender = disk.append("f");
        disk.inject((number, operation, path) -> Faults.Outcome.FAIL);
        assertThatThrownBy(appender::sync).isInstanceOf(InjectedFaultException.class);
        disk.inject(Faults.NONE);
        assertThatThrownBy(appender::sync).isInstanceOf(IOException.class).isNotInstanceOf(InjectedFaultException.class);
    }
}
