package consort.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.Faults.Outcome;
import consort.ledger.disk.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Lets every call to the disk fail, and process or machine die after it. What was acknowledged must be there when the log
 * is opened again, at its index, and every checkpoint that anyone can have seen must still be true.
 */
final class LogStoreCrashTest {

    private static final List<Outcome> FAILURES =
            List.of(Outcome.FAIL, Outcome.FAIL_BUT_PERSIST, Outcome.FAIL_PARTLY);

    /** One log over several lives, and what its users were told. */
    private static final class World {

        private final String name;
        private final SplittableRandom random;
        private final SimulatedDisk disk;
        private final List<byte[]> acknowledged = new ArrayList<>();
        private final List<Checkpoint> seen = new ArrayList<>();
        private List<byte[]> inFlight = List.of();
        private long publishedSize;
        private int life;

        World(String name, long seed) {
            this.name = name;
            this.random = new SplittableRandom(seed);
            this.disk = new SimulatedDisk(random.split());
        }

        /** Opens, appends and publishes until everything is done or a call fails. */
        boolean live(int steps) {
            life++;
            SplittableRandom work = new SplittableRandom(life);
            try (LogStore store = LogStore.open(disk, Logs.KEY.verifierKey(), 1_500)) {
                learnWhatSurvived(store);
                for (int step = 0; step < steps; step++) {
                    append(store, 1 + work.nextInt(50));
                    if (work.nextInt(3) > 0) {
                        seen.add(store.publish(Logs.KEY).checkpoint());
                        publishedSize = store.publishedSize();
                    }
                }
                return true;
            } catch (IOException failed) {
                return false;
            }
        }

        private void append(LogStore store, int count) throws IOException {
            inFlight = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String text = "entry " + (acknowledged.size() + i) + " of life " + life;
                inFlight.add(text.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(store.append(inFlight)).as(name).isEqualTo(acknowledged.size());
            acknowledged.addAll(inFlight);
            inFlight = List.of();
        }

        /** A batch that was not acknowledged is there whole or not at all; what a store called published stays so. */
        private void learnWhatSurvived(LogStore store) {
            assertThat(store.publishedSize()).as(name).isGreaterThanOrEqualTo(publishedSize);
            publishedSize = store.publishedSize();
            assertThat(store.size()).as(name).isIn((long) acknowledged.size(), (long) acknowledged.size() + inFlight.size());
            if (store.size() > acknowledged.size()) {
                acknowledged.addAll(inFlight);
            }
            inFlight = List.of();
        }

        void die(boolean machine) throws IOException {
            disk.inject(Faults.NONE);
            if (disk.exists(SignedCheckpoint.PATH)) {
                seen.add(new LogReader(TileSource.of(disk)).checkpoint(Logs.KEY.verifierKey()).checkpoint());
            }
            if (machine) {
                disk.loseMachine();
            } else {
                disk.loseProcess();
            }
        }

        /** Opens without faults and compares everything with what was told. */
        void verify() throws IOException {
            life++;
            try (LogStore store = LogStore.open(disk, Logs.KEY.verifierKey(), 1_500)) {
                learnWhatSurvived(store);
                List<byte[]> entries = new ArrayList<>();
                store.replay((index, entry) -> entries.add(entry));
                assertThat(Arrays.deepEquals(entries.toArray(), acknowledged.toArray())).as(name).isTrue();
                for (Checkpoint checkpoint : seen) {
                    assertThat(checkpoint.size()).as(name).isLessThanOrEqualTo(store.size());
                    assertThat(store.root(checkpoint.size())).as("%s: root at %s", name, checkpoint.size())
                            .isEqualTo(checkpoint.root());
                }
                seen.add(store.publish(Logs.KEY).checkpoint());
                publishedSize = store.publishedSize();
            }
            LogReader reader = new LogReader(TileSource.of(disk));
            reader.verify(seen.getLast(), (index, entry) ->
                    assertThat(entry).as("%s: entry %s", name, index).isEqualTo(acknowledged.get((int) index)));
            disk.loseProcess();
        }
    }

    @Test
    void losesNothingWhicheverCallFails() throws IOException {
        World whole = new World("without faults", 0);
        assertThat(whole.live(30)).isTrue();
        long calls = whole.disk.operations();
        assertThat(calls).isGreaterThan(100);
        assertThat(whole.acknowledged).hasSizeGreaterThan(600);
        for (long call = 0; call < calls; call++) {
            for (Outcome outcome : FAILURES) {
                for (boolean machine : new boolean[] {false, true}) {
                    long failing = call;
                    World world = new World("call " + call + " " + outcome + ", machine dies: " + machine, call);
                    world.disk.inject((number, operation, path) -> number == failing ? outcome : Outcome.SUCCEED);
                    world.live(30);
                    world.die(machine);
                    world.verify();
                }
            }
        }
    }

    @Test
    void losesNothingOverManyLivesThatFailAtRandom() throws IOException {
        for (long seed = 0; seed < 150; seed++) {
            World world = new World("seed " + seed, seed);
            for (int life = 0; life < 12; life++) {
                long failing = world.disk.operations() + world.random.nextInt(60);
                Outcome outcome = FAILURES.get(world.random.nextInt(FAILURES.size()));
                world.disk.inject((number, operation, path) -> number == failing ? outcome : Outcome.SUCCEED);
                world.live(10);
                world.die(world.random.nextBoolean());
                if (world.random.nextInt(4) == 0) {
                    world.verify();
                }
            }
            world.verify();
        }
    }

    @Test
    void aCheckpointThatAStoreFoundStaysWhenTheMachineDies() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            World world = new World("seed " + seed, seed);
            world.disk.inject((number, operation, path) ->
                    operation == Faults.Operation.REPLACE ? Outcome.FAIL_PARTLY : Outcome.SUCCEED);
            assertThat(world.live(5)).isFalse();
            world.die(false);
            assertThat(world.live(0)).isTrue();
            assertThat(world.publishedSize).isPositive();
            world.die(true);
            world.verify();
        }
    }

    /**
     * What such a medium loses nobody here can know of. But no entry is another one, or at another place, than was acknowledged: what
     * opens is the log as it was once, and whoever holds a later checkpoint can tell.
     */
    @Test
    void aDiskThatLiesOfItsSyncsIsFoundOutOrGivesBackTheLogAsItWasOnce() throws IOException {
        int found = 0;
        int older = 0;
        for (long seed = 0; seed < 300; seed++) {
            World world = new World("seed " + seed, seed);
            long from = world.random.nextInt(150);
            world.disk.inject((number, operation, path) -> number < from ? Outcome.SUCCEED : Outcome.SUCCEED_BUT_LOSE);
            assertThat(world.live(15)).isTrue();
            world.die(true);
            Checkpoint last = world.seen.getLast();
            try (LogStore store = LogStore.open(world.disk, Logs.KEY.verifierKey(), 1_500)) {
                List<byte[]> entries = new ArrayList<>();
                store.replay((index, entry) -> entries.add(entry));
                assertThat(entries).as(world.name).hasSizeLessThanOrEqualTo(world.acknowledged.size());
                assertThat(Arrays.deepEquals(entries.toArray(), world.acknowledged.subList(0, entries.size()).toArray())).as(world.name).isTrue();
                older += store.size() < last.size() ? 1 : 0;
            } catch (IOException damaged) {
                assertThat(damaged).as(world.name).isInstanceOf(LogDamagedException.class);
                found++;
            }
        }
        assertThat(found).as("found at the start").isPositive();
        assertThat(older).as("older than a checkpoint that somebody holds").isPositive();
    }

    @Test
    void anUnsyncedAppendIsNeverAcknowledgedAfterAFailedSync() throws IOException {
        World world = new World("failed sync", 1);
        world.disk.inject((number, operation, path) ->
                operation == Faults.Operation.SYNC && number > 0 ? Outcome.FAIL : Outcome.SUCCEED);
        assertThat(world.live(1)).isFalse();
        assertThat(world.acknowledged).isEmpty();
        world.die(true);
        world.verify();
    }
}
