package consort.model.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Operations on whole files, streamed through one buffer.
public final class TensorFiles {
    private static final int BUFFER_BYTES = 1 << 20;

    private TensorFiles() {
    }

    /// Writes the tensors of `in`, in whatever order its data stands, as the canonical file.
    ///
    /// @throws TensorFormatException if `in` is no safetensors file or beyond the limits
    public static void canonicalize(ByteSource in, ByteSink out, Limits limits) throws IOException {
        TensorFile file = TensorFile.of(in, limits);
        TensorWriter writer = new TensorWriter(out, file.layout());
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        for (String name : file.header().tensors().keySet()) {
            copy(file, name, writer, buffer);
        }
        writer.finish();
    }

    /// As above, from file to file; `out` is created or replaced.
    public static void canonicalize(Path in, Path out, Limits limits) throws IOException {
        try (FileSource source = FileSource.open(in); FileSink sink = FileSink.create(out)) {
            canonicalize(source, sink, limits);
        }
    }

    /// Copies all data of one tensor, through `buffer`, whose content is lost.
    public static void copy(TensorFile from, String name, TensorWriter to, ByteBuffer buffer) throws IOException {
        long bytes = from.info(name).bytes();
        for (long at = 0; at < bytes; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), bytes - at));
            from.read(name, at, buffer);
            to.write(name, buffer.flip());
        }
    }
}
