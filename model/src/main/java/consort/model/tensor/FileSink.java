package consort.model.tensor;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A new file as a [ByteSink].
public final class FileSink implements ByteSink, Closeable {
    private final FileChannel channel;

    private FileSink(FileChannel channel) {
        this.channel = channel;
    }

    /// Creates `file`, or empties it if it exists.
    public static FileSink create(Path file) throws IOException {
        return new FileSink(FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING));
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    /// Makes what was written durable.
    public void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
