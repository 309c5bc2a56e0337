package consort.ledger.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks on files, across processes.
 *
 * <p>A POSIX lock belongs to the process and goes with the first descriptor of the file that it closes, so a second attempt
 * in this process must not so much as open the file: {@link #HELD} decides first.
 */
final class FileLocks {

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private FileLocks() {
    }

    static Disk.Lock take(Path file) throws IOException {
        Path identity = file.getParent().toRealPath().resolve(file.getFileName());
        if (!HELD.add(identity)) {
            throw new LockedException(identity.toString());
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw new LockedException(identity.toString());
            }
        } catch (IOException | RuntimeException failed) {
            release(identity, channel);
            throw failed;
        }
        FileChannel held = channel;
        return () -> {
            if (held.isOpen()) {
                release(identity, held);
            }
        };
    }

    private static void release(Path identity, FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(identity);
        }
    }
}
