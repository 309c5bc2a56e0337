package consort.ledger.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@link Disk} on a folder of a local POSIX file system with hard links.
 *
 * <p>Bytes go to a temporary file, which is synced and then linked (create) or renamed (replace) into place, and the
 * folder is synced after that. The temporary files of a process that died stay behind, hidden from {@link #list}; they are
 * small in number (one for each death) and harmless. Interrupting a thread inside a call closes the file it works on.
 */
public final class FileDisk implements Disk {

    private static final Set<StandardOpenOption> REWRITING =
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);

    private static final int PIECE_BYTES = 64 << 10;

    private final Path root;
    private final FileAttribute<?>[] fileMode;
    private final FileAttribute<?>[] folderMode;
    private final AtomicLong temporaries = new AtomicLong();
    /** Folders whose own names this instance knows to be durable. */
    private final Set<Path> durableFolders = ConcurrentHashMap.newKeySet();

    /** @param root created, with its parents, when absent */
    public FileDisk(Path root) throws IOException {
        this(root, false);
    }

    /**
     * One whose new files and folders nobody but their owner may read, whatever the process's umask.
     *
     * @param root created, with its parents, when absent
     */
    public static FileDisk ofOwner(Path root) throws IOException {
        return new FileDisk(root, true);
    }

    private FileDisk(Path root, boolean ownerOnly) throws IOException {
        this.fileMode = ownerOnly ? mode("rw-------") : new FileAttribute<?>[0];
        this.folderMode = ownerOnly ? mode("rwx------") : new FileAttribute<?>[0];
        this.root = root.toAbsolutePath().normalize();
        Files.createDirectories(this.root);
        for (Path folder = this.root; folder.getParent() != null; folder = folder.getParent()) {
            if (!trySyncFolder(folder.getParent())) {
                break;
            }
        }
        durableFolders.add(this.root);
    }

    @Override
    public boolean exists(String path) {
        return Files.isRegularFile(resolve(path));
    }

    @Override
    public long size(String path) throws IOException {
        return Files.size(resolve(path));
    }

    @Override
    public int read(String path, long offset, ByteBuffer into) throws IOException {
        try (Reader file = reader(path)) {
            return file.read(offset, into);
        }
    }

    @Override
    public Reader reader(String path) throws IOException {
        return new FileReader(path, FileChannel.open(resolve(path), StandardOpenOption.READ));
    }

    /**
     * What goes to the heap goes through a buffer of the JDK's outside of it, as long as the longest read, of each thread for good: so it is
     * read in pieces, which are also still in a near cache when they are copied.
     */
    private record FileReader(String path, FileChannel file) implements Reader {

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            int start = into.position();
            long position = offset;
            try {
                while (into.hasRemaining()) {
                    int count = file.read(piece(into), position);
                    if (count < 0) {
                        break;
                    }
                    position += count;
                    into.position(start + (int) (position - offset));
                }
            } catch (IOException failed) {
                throw named(path, failed);
            }
            return into.position() - start;
        }

        private static ByteBuffer piece(ByteBuffer into) {
            return into.isDirect() ? into.duplicate() : into.slice(into.position(), Math.min(PIECE_BYTES, into.remaining()));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(DiskPaths.folder(folder)))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.startsWith(DiskPaths.TEMPORARY_PREFIX)) {
                    names.add(Files.isDirectory(entry) ? name + "/" : name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException absent) {
            return List.of();
        }
        names.sort(Comparator.naturalOrder());
        return List.copyOf(names);
    }

    @Override
    public Appender append(String path) throws IOException {
        Path file = resolve(path);
        makeFolder(file.getParent());
        return new FileAppender(path, FileChannel.open(file, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), fileMode),
                () -> syncFolder(file.getParent()));
    }

    @Override
    public void create(String path, ByteBuffer bytes) throws IOException {
        Path file = resolve(path);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw alreadyExists(path, file);
        }
        Path temporary = writeTemporary(file, bytes);
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException lost) {
            throw alreadyExists(path, file);
        } finally {
            Files.delete(temporary);
        }
        syncFolder(file.getParent());
    }

    @Override
    public void replace(String path, byte[] bytes) throws IOException {
        Path file = resolve(path);
        Path temporary = writeTemporary(file, ByteBuffer.wrap(bytes));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(file.getParent());
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path source = resolve(from);
        Path target = resolve(to);
        if (!Files.isRegularFile(source)) {
            throw new NoSuchFileException(from);
        }
        makeFolder(target.getParent());
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(target.getParent());
        syncFolder(source.getParent());
    }

    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(resolve(path));
    }

    @Override
    public void truncate(String path, long size) throws IOException {
        try (FileChannel file = FileChannel.open(resolve(path), StandardOpenOption.WRITE)) {
            if (file.size() < size) {
                throw new IllegalArgumentException(path + ": has " + file.size() + " bytes, cannot be cut to " + size);
            }
            file.truncate(size);
            file.force(true);
        }
    }

    /**
     * Deletes what processes that died left of files they were writing in a folder, which {@link #list} hides: where a file's content
     * is secret, so is that of a half of it. No other process may write there meanwhile.
     */
    public void clearTemporaries(String folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(root.resolve(DiskPaths.folder(folder)),
                DiskPaths.TEMPORARY_PREFIX + "*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | NotDirectoryException absent) {
            // Then nothing was left.
        }
    }

    @Override
    public Lock lock(String path) throws IOException {
        Path file = resolve(path);
        makeFolder(file.getParent());
        return FileLocks.take(file);
    }

    private static FileAttribute<?>[] mode(String text) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))};
    }

    /** The system's own errors ("Is a directory") say what is wrong, but not with which file. */
    private static IOException named(String path, IOException failed) {
        return failed.getClass() == IOException.class ? new FileSystemException(path, null, failed.getMessage()) : failed;
    }

    private Path resolve(String path) {
        return root.resolve(DiskPaths.file(path));
    }

    /** Makes durable what is there: the process that wrote it may have died before it could. */
    private FileAlreadyExistsException alreadyExists(String path, Path file) throws IOException {
        makeFolder(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
        syncFolder(file.getParent());
        return new FileAlreadyExistsException(path);
    }

    private Path writeTemporary(Path target, ByteBuffer bytes) throws IOException {
        makeFolder(target.getParent());
        String name = DiskPaths.TEMPORARY_PREFIX + ProcessHandle.current().pid() + "-" + temporaries.incrementAndGet();
        Path temporary = target.resolveSibling(name);
        try (FileChannel file = FileChannel.open(temporary, REWRITING, fileMode)) {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        } catch (IOException failed) {
            Files.deleteIfExists(temporary);
            throw failed;
        }
        return temporary;
    }

    /** Makes a folder and its name durable; once for each folder, also when it was there before. */
    private void makeFolder(Path folder) throws IOException {
        if (durableFolders.contains(folder)) {
            return;
        }
        makeFolder(folder.getParent());
        Files.createDirectories(folder, folderMode);
        syncFolder(folder.getParent());
        durableFolders.add(folder);
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Folders above the root may be unreadable to us; then they are not ours to make durable either. */
    private static boolean trySyncFolder(Path folder) {
        try {
            syncFolder(folder);
            return true;
        } catch (IOException notOurs) {
            return false;
        }
    }
}
