package consort.simulator;

import consort.ledger.disk.simulated.SimulatedDisk;
import consort.simulator.machine.Machine;
import consort.simulator.time.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Flips a bit of a file, as a failing medium does, and after a while puts the file back, as an operator does from a copy. */
final class Rot {

    private static final String JOURNAL = "journal/";
    private static final int LARGEST_FILE = 1 << 20;

    private final Machine machine;
    private final SimulatedDisk disk;
    private final SplittableRandom random;
    private final Schedule schedule;
    private final BooleanSupplier allPublished;

    /** @param allPublished whether a checkpoint has all entries of the ledger: of others, damage to a journal's end cannot be told from a torn one */
    Rot(Machine machine, SplittableRandom random, Schedule schedule, BooleanSupplier allPublished) {
        this.allPublished = allPublished;
        this.machine = machine;
        this.disk = machine.disk();
        this.random = random;
        this.schedule = schedule;
    }

    void strike(long longestMillis) {
        try {
            List<String> files = disk.paths().stream().filter(path -> !path.endsWith("/lock"))
                    .filter(path -> !path.startsWith(JOURNAL) || allPublished.getAsBoolean()).toList();
            if (!files.isEmpty()) {
                strike(files.get(random.nextInt(files.size())), longestMillis);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void strike(String path, long longestMillis) throws IOException {
        if (disk.size(path) == 0 || machine.rots()) {
            // One at a time: a file is known again by what it was when its bit had flipped.
            return;
        }
        long bit = random.nextLong(8 * disk.size(path));
        disk.flipBit(path, bit);
        byte[] rotten = disk.readAll(path, LARGEST_FILE);
        machine.rots(true);
        machine.tell("bit " + bit + " of " + path + " flips");
        schedule.after(random.nextLong(longestMillis), () -> restore(path, bit, rotten));
    }

    /** What was written anew since is no copy of what rotted, and stays. */
    private void restore(String path, long bit, byte[] rotten) {
        machine.rots(false);
        disk.mendBit(path, bit, rotten);
        machine.tell(path + " is restored");
    }
}
