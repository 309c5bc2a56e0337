package consort.model.tensor;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file as a [ByteSource], of the size it had when it was opened.
public final class FileSource implements ByteSource, Closeable {
    private static final int PIECE_BYTES = 64 << 10;

    private final FileChannel channel;
    private final long size;

    private FileSource(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /// Opens `file` for reading.
    public static FileSource open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileSource(channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        Ranges.check(offset, into.remaining(), size);
        int start = into.position();
        long at = offset;
        while (into.hasRemaining()) {
            // What goes to the heap passes a buffer of the JDK's outside of it, of each thread for good: a short one.
            int read = channel.read(into.isDirect() ? into.duplicate() : into.slice(into.position(), Math.min(PIECE_BYTES, into.remaining())), at);
            if (read < 0) {
                throw new EOFException("the file shrank from " + size + " to " + at + " bytes while it was read");
            }
            at += read;
            into.position(start + (int) (at - offset));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
