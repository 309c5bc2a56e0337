package consort.ledger.disk.simulated;

import consort.ledger.disk.Disk;
import consort.ledger.disk.DiskPaths;
import consort.ledger.disk.LockedException;
import consort.ledger.disk.simulated.Faults.Operation;
import consort.ledger.disk.simulated.Faults.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A {@link Disk} in memory.
 *
 * <p>Each file has bytes that can be read and bytes that are durable, and so have the names. {@link #loseProcess} ends the
 * locks and appenders of a process that died and keeps everything readable; {@link #loseMachine} also lets everything that is
 * not durable vanish, stay or tear, file by file and name by name. Safe for several threads; deterministic for one.
 */
public final class SimulatedDisk implements Disk {

    private final RandomGenerator random;
    private final TreeMap<String, SimulatedFile> names = new TreeMap<>();
    private final TreeMap<String, SimulatedFile> durableNames = new TreeMap<>();
    private final Set<String> locks = new HashSet<>();
    private Faults faults = Faults.NONE;
    private long operations;
    private long lives;

    /** @param random decides what survives */
    public SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    /** Decides the outcome of calls from now on. */
    public synchronized void inject(Faults newFaults) {
        faults = newFaults;
    }

    /** How many calls that change the disk were made. */
    public synchronized long operations() {
        return operations;
    }

    /** The death of the process: locks are free, appenders dead, what was written can be read and is no more durable. */
    public synchronized void loseProcess() {
        locks.clear();
        lives++;
    }

    /** The death of the machine: what was not durable vanishes, stays or tears by chance. What is left is durable. */
    public synchronized void loseMachine() {
        loseProcess();
        Set<String> known = new TreeSet<>(names.keySet());
        known.addAll(durableNames.keySet());
        for (String name : known) {
            SimulatedFile survivor = random.nextBoolean() ? names.get(name) : durableNames.get(name);
            names.remove(name);
            if (survivor != null) {
                names.put(name, survivor);
            }
        }
        names.values().stream().distinct().forEach(file -> file.loseMachine(random));
        durableNames.clear();
        durableNames.putAll(names);
    }

    /** The paths of all files. */
    public synchronized List<String> paths() {
        return List.copyOf(names.keySet());
    }

    /** Changes one bit of a file, counted from its beginning, as a failing medium or a forger would. */
    public synchronized void flipBit(String path, long bit) throws IOException {
        find(path).flip(bit);
    }

    /** Flips a bit back in what still begins as the file did when it had flipped, be it visible or only durable. */
    public synchronized void mendBit(String path, long bit, byte[] flipped) {
        Stream.of(names, durableNames).map(files -> files.get(path)).filter(Objects::nonNull).distinct()
                .filter(file -> file.startsWith(flipped)).forEach(file -> file.flip(bit));
    }

    @Override
    public synchronized boolean exists(String path) {
        return names.containsKey(DiskPaths.file(path));
    }

    @Override
    public synchronized long size(String path) throws IOException {
        return find(path).size();
    }

    @Override
    public synchronized int read(String path, long offset, ByteBuffer into) throws IOException {
        int start = into.position();
        find(path).read((int) Math.min(offset, Integer.MAX_VALUE), into);
        return into.position() - start;
    }

    @Override
    public synchronized List<String> list(String folder) {
        String prefix = folder.isEmpty() ? "" : DiskPaths.folder(folder) + "/";
        TreeSet<String> found = new TreeSet<>();
        for (String name : names.tailMap(prefix).keySet()) {
            if (!name.startsWith(prefix)) {
                break;
            }
            int slash = name.indexOf('/', prefix.length());
            found.add(name.substring(prefix.length(), slash < 0 ? name.length() : slash + 1));
        }
        return List.copyOf(found);
    }

    @Override
    public synchronized Appender append(String path) throws IOException {
        DiskPaths.file(path);
        change(Operation.APPEND, path, durably -> names.computeIfAbsent(path, absent -> new SimulatedFile()));
        return new SimulatedAppender(path, names.get(path));
    }

    @Override
    public synchronized void create(String path, ByteBuffer bytes) throws IOException {
        DiskPaths.file(path);
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        if (names.containsKey(path)) {
            names.get(path).sync();
            durableNames.put(path, names.get(path));
            throw new FileAlreadyExistsException(path);
        }
        change(Operation.CREATE, path, durably -> name(path, SimulatedFile.durable(content), durably));
    }

    @Override
    public synchronized void replace(String path, byte[] bytes) throws IOException {
        DiskPaths.file(path);
        change(Operation.REPLACE, path, durably -> name(path, SimulatedFile.durable(bytes), durably));
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        DiskPaths.file(to);
        SimulatedFile file = find(from);
        change(Operation.RENAME, from, durably -> {
            names.remove(from);
            durableNames.remove(from);
            name(to, file, true);
        });
    }

    @Override
    public synchronized void delete(String path) throws IOException {
        DiskPaths.file(path);
        change(Operation.DELETE, path, durably -> names.remove(path));
    }

    @Override
    public synchronized void truncate(String path, long size) throws IOException {
        SimulatedFile file = find(path);
        if (file.size() < size) {
            throw new IllegalArgumentException(path + ": has " + file.size() + " bytes, cannot be cut to " + size);
        }
        change(Operation.TRUNCATE, path, durably -> {
            file.truncate((int) size);
            if (durably) {
                file.sync();
            }
        });
    }

    @Override
    public synchronized Lock lock(String path) throws IOException {
        DiskPaths.file(path);
        if (locks.contains(path)) {
            throw new LockedException(path);
        }
        change(Operation.LOCK, path, durably -> {
            names.computeIfAbsent(path, absent -> new SimulatedFile());
            locks.add(path);
        });
        return new SimulatedLock(path);
    }

    private SimulatedFile find(String path) throws NoSuchFileException {
        SimulatedFile file = names.get(DiskPaths.file(path));
        if (file == null) {
            throw new NoSuchFileException(path);
        }
        return file;
    }

    private void name(String path, SimulatedFile file, boolean durably) {
        names.put(path, file);
        if (durably) {
            durableNames.put(path, file);
        }
    }

    /** What a call does; {@code durably} is false when it fails midway, or the medium lies. */
    @FunctionalInterface
    private interface Change {
        void apply(boolean durably);
    }

    private void change(Operation operation, String path, Change change) throws IOException {
        Outcome outcome = faults.decide(operations++, operation, path);
        switch (outcome) {
            case SUCCEED, FAIL_BUT_PERSIST -> change.apply(true);
            case FAIL_PARTLY -> change.apply(false);
            // A write is never durable before its sync, and so has nothing to lie about.
            case SUCCEED_BUT_LOSE -> change.apply(operation == Operation.WRITE);
            case FAIL -> { }
        }
        if (outcome != Outcome.SUCCEED && outcome != Outcome.SUCCEED_BUT_LOSE) {
            throw new InjectedFaultException(path, operation, outcome);
        }
    }

    private final class SimulatedLock implements Lock {

        private final String path;
        private final long life = lives;
        private boolean closed;

        SimulatedLock(String path) {
            this.path = path;
        }

        @Override
        public void close() {
            synchronized (SimulatedDisk.this) {
                if (life == lives && !closed) {
                    locks.remove(path);
                }
                closed = true;
            }
        }
    }

    private final class SimulatedAppender implements Appender {

        private final String path;
        private final SimulatedFile file;
        private final long life = lives;
        private boolean failed;

        SimulatedAppender(String path, SimulatedFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            run(Operation.WRITE, whole -> {
                ByteBuffer part = bytes.slice();
                if (!whole) {
                    part.limit(random.nextInt(part.limit() + 1));
                }
                file.write(part);
                bytes.position(bytes.limit());
            });
        }

        @Override
        public long position() {
            synchronized (SimulatedDisk.this) {
                return file.size();
            }
        }

        @Override
        public void sync() throws IOException {
            run(Operation.SYNC, durably -> {
                if (durably) {
                    file.sync();
                    if (names.get(path) == file) {
                        durableNames.put(path, file);
                    }
                }
            });
        }

        @Override
        public void close() {
            failed = true;
        }

        private void run(Operation operation, Change change) throws IOException {
            synchronized (SimulatedDisk.this) {
                if (failed || life != lives) {
                    throw new IOException(path + ": closed, of a dead process, or failed before");
                }
                failed = true;
                SimulatedDisk.this.change(operation, path, change);
                failed = false;
            }
        }
    }
}
