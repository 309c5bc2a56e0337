package consort.trainer.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes a process's output to a file of bounded size, so that the process never blocks on a full pipe and never fills the
 * disk. When the file has half of what may be kept it becomes {@code NAME.1}, replacing the one before.
 */
final class BoundedLog {

    private static final int TAIL_BYTES = 2048;

    private final Path file;
    private final long maxLogBytes;
    private final long halfBytes;
    private final Runnable onFlood;
    private final CountDownLatch drained = new CountDownLatch(1);
    private byte[] tail = {};
    private long taskBytes;

    BoundedLog(Path file, TrainerLimits limits, Runnable onFlood) {
        this.file = file;
        this.maxLogBytes = limits.maxLogBytes();
        this.halfBytes = limits.keptLogBytes() / 2;
        this.onFlood = onFlood;
    }

    /** Reads until the stream ends or {@link #flooded()}; a disk that refuses to take the log does not stop the reading. */
    void drain(InputStream in) {
        byte[] chunk = new byte[8192];
        try (in) {
            OutputStream out = open();
            long written = out == null ? 0 : Files.size(file);
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (out != null && written + n > halfBytes) {
                    out.close();
                    out = rotate();
                    written = 0;
                }
                written += n;
                out = write(out, chunk, n);
                if (count(chunk, n)) {
                    onFlood.run();
                    break;
                }
            }
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            // The stream breaks when the process is killed: the end of the log.
        } finally {
            drained.countDown();
        }
    }

    /** Waits until all that was written is here. A process left behind may hold the stream open: not longer than this. */
    void awaitEnd(Duration longest) {
        try {
            drained.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A new task starts counting from nothing. */
    synchronized void startTask() {
        taskBytes = 0;
    }

    synchronized boolean flooded() {
        return taskBytes > maxLogBytes;
    }

    /** The last lines, for a message; empty if there are none. */
    synchronized String tail() {
        return new String(tail, StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}&&[^\n]]", " ").strip();
    }

    private synchronized boolean count(byte[] chunk, int length) {
        taskBytes += length;
        int kept = Math.min(tail.length, Math.max(0, TAIL_BYTES - length));
        int added = Math.min(length, TAIL_BYTES);
        byte[] next = new byte[kept + added];
        System.arraycopy(tail, tail.length - kept, next, 0, kept);
        System.arraycopy(chunk, length - added, next, kept, added);
        tail = next;
        return flooded();
    }

    private OutputStream open() {
        try {
            return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            return null;
        }
    }

    private OutputStream rotate() {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            return null;
        }
        return open();
    }

    private static OutputStream write(OutputStream out, byte[] chunk, int length) {
        if (out == null) {
            return null;
        }
        try {
            out.write(chunk, 0, length);
            return out;
        } catch (IOException e) {
            return null;
        }
    }
}
